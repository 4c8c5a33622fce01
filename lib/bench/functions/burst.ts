import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';
import { below } from '#lib/executors/host/process-tree.ts';
import { atMost, type BenchRow } from '../bench.ts';
import { ms } from './pairs.ts';
import { requestOf, specOf } from './workload.ts';

const EVENTS = 1_000;
const MEMORY = 128;
const PLAIN_NODES = 20;

/** Proportional set size: pages that several processes share are counted once altogether. */
function pssOf(pid: number): number {
  try {
    const [, kib] = /^Pss:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kib ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const memoryOfAll = (): number => below(process.pid).reduce((sum, pid) => sum + pssOf(pid), 0);

/** What Node alone needs, beside twenty of its like. */
async function plainNode(): Promise<number> {
  const wait = "require('node:fs').readSync(0, Buffer.alloc(1))";
  const all = Array.from({ length: PLAIN_NODES }, () =>
    spawn(process.execPath, ['-e', wait], { stdio: ['pipe', 'ignore', 'ignore'], env: cleanEnvironment() }),
  );
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const sum = all.reduce((total, { pid }) => total + pssOf(pid ?? 0), 0);
  await Promise.all(all.map((child) => [once(child, 'exit'), child.kill('SIGKILL')][0]));
  return sum / PLAIN_NODES;
}

/** A thousand events at the same moment; each environment waits in the pool and serves one of them. */
export async function burst(say: (text: string) => void): Promise<BenchRow[]> {
  say(`Filling a pool of ${EVENTS} …`);
  await using executor = createFunctionExecutor({ prestarted: EVENTS });
  await using deployment = await executor.deploy(
    specOf('exports.handler = () => 42;', { memory: MEMORY, maxConcurrency: EVENTS, timeout: 30_000 }),
  );
  const pooled = await executor.prestarted(MEMORY);
  const each = memoryOfAll() / pooled;
  say(`${pooled} are ready. Sending ${EVENTS} events …`);
  const fresh = await simultaneous(() => deployment.invoke(requestOf()));
  const warm = await simultaneous(() => deployment.invoke(requestOf()));
  const waiting = `to ${pooled} pre-started environments; ${fresh.good} answered`;
  return [
    row('simultaneous events, code handed over to each', fresh.elapsed, waiting, fresh.good === EVENTS),
    row('simultaneous events, code loaded', warm.elapsed, `${warm.good} answered`, warm.good === EVENTS),
    {
      ...{
        what: 'memory of a pooled environment (PSS)',
        value: each,
        unit: 'MB',
        bar: atMost(each, 6, ' MB'),
      },
      base: `a plain Node of this version that waits: ${(await plainNode()).toFixed(1)} MB`,
    },
  ];
}

async function simultaneous(
  send: () => Promise<{ outcome: string }>,
): Promise<{ elapsed: number; good: number }> {
  const started = performance.now();
  const all = await Promise.all(Array.from({ length: EVENTS }, send));
  const elapsed = performance.now() - started;
  return { elapsed, good: all.filter(({ outcome }) => outcome === 'ok').length };
}

function row(what: string, elapsed: number, base: string, all: boolean): BenchRow {
  const bar = { text: '≤ 1 s, all answered', met: all && elapsed <= 1_000 };
  return {
    what: `${EVENTS} ${what}`,
    value: elapsed / 1_000,
    unit: 's',
    base: `${base}; ${ms(elapsed)}`,
    bar,
  };
}
