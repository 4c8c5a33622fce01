import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Deployment, Outcome } from '#lib/domain/execution/executor.ts';
import { seededRandom } from '#lib/domain/units.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { below } from '#lib/executors/host/process-tree.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { requestOf, specOf } from './workload.ts';

const INVOCATIONS = 100_000;
const AT_ONCE = 8;
/** The heap still grows while code is compiled; leaks are counted from here on. */
const SETTLED_AFTER = 20_000;
const CRASHES = 0.004;
const TIMEOUTS = 0.002;

const CODE = `exports.handler = (event) => {
  if (event.rawPath === '/crash') process.exit(1);
  if (event.rawPath === '/kill') process.kill(process.pid, 'SIGKILL');
  if (event.rawPath === '/hang') return new Promise(() => {});
  return { n: 1 };
};`;

interface Held {
  processes: number;
  groups: number;
  descriptors: number;
  heap: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Group directories of this process's executors, on every tree. */
function groups(): number {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').matchAll(/ (\/\S*) \S+ - cgroup2? /g);
  const names = [...mounts].map(([line]) => line.split(' ')[1] ?? '');
  const inside = names.flatMap((point) => {
    const all = readdirSync(point, { recursive: true, withFileTypes: true });
    return all.filter(
      (entry) => entry.isDirectory() && `${entry.parentPath}/${entry.name}`.includes(`run-${process.pid}-`),
    );
  });
  return inside.length;
}

function held(): Held {
  for (let round = 0; round < 3; round += 1) collect();
  return {
    processes: below(process.pid).length,
    groups: groups(),
    descriptors: readdirSync('/proc/self/fd').length,
    heap: process.memoryUsage().heapUsed + process.memoryUsage().external,
  };
}

const random = seededRandom(1);

function path(): string {
  const draw = random();
  if (draw < CRASHES / 2) return '/crash';
  if (draw < CRASHES) return '/kill';
  return draw < CRASHES + TIMEOUTS ? '/hang' : '/';
}

async function invokeMany(
  deployment: Deployment,
  count: number,
  outcomes: Map<Outcome, number>,
): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { outcome } = await deployment.invoke(requestOf(path()));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function run(say: (text: string) => void): Promise<BenchRow[]> {
  const outcomes = new Map<Outcome, number>();
  const before = held();
  let settled = before;
  let after = before;
  {
    await using executor = createFunctionExecutor();
    await using deployment = await executor.deploy(specOf(CODE, { timeout: 200, maxConcurrency: 64 }));
    for (let done = 0; done < INVOCATIONS; done += SETTLED_AFTER) {
      await invokeMany(deployment, Math.min(SETTLED_AFTER, INVOCATIONS - done), outcomes);
      after = held();
      if (done === 0) settled = after;
      say(
        `${done + SETTLED_AFTER} invocations, ${[...outcomes].map((one) => one.join(' ')).join(', ')}, heap ${(after.heap / 2 ** 20).toFixed(1)} MB`,
      );
    }
  }
  const end = held();
  const counted = INVOCATIONS - SETTLED_AFTER;
  const perInvocation = Math.max(0, (after.heap - settled.heap) / counted);
  const ended = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const leaked = (what: 'processes' | 'groups' | 'descriptors', name: string): BenchRow => {
    const value = end[what] - before[what];
    return {
      what: `leaked ${name}`,
      value,
      unit: '',
      base: `${before[what]} before, ${end[what]} after`,
      bar: atMost(value, 0),
    };
  };
  return [
    { what: 'invocations', value: INVOCATIONS, unit: '', base: ended },
    leaked('processes', 'processes'),
    leaked('groups', 'control groups'),
    leaked('descriptors', 'descriptors'),
    {
      ...{ what: 'bytes kept per invocation', value: Math.round(perInvocation), unit: 'B' },
      base: `heap after ${SETTLED_AFTER}: ${settled.heap} B, after ${INVOCATIONS}: ${after.heap} B`,
      bar: { text: '0 (rounded)', met: Math.round(perInvocation) === 0 },
    },
  ];
}

export const soakBench: Bench = {
  description: '100,000 invocations with random crashes and timeouts: what is left of them',
  run,
};
