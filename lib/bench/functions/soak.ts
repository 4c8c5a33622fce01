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
const SETTLED_AFTER = 30_000;
const STEP = 5_000;
const CRASHES = 0.004;
const TIMEOUTS = 0.002;

/** Of each kind of end, before anything is counted. */
const REHEARSALS = 500;
/** Ordinary requests before each: some then wait behind one that ends, and are taken back. */
const BETWEEN = 20;
const ENDS = ['/crash', '/kill', '/hang'] as const;

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

/** Node itself opens a descriptor or two with the first process it starts. */
async function warmUp(): Promise<void> {
  await using executor = createFunctionExecutor();
  await using deployment = await executor.deploy(specOf(CODE));
  await deployment.invoke(requestOf());
}

/**
 * The ends that come seldom, often enough that V8 has compiled what they run: else its code, which grows for a
 * while and then no more, would be counted as what they leave.
 */
async function rehearse(deployment: Deployment): Promise<void> {
  let left = REHEARSALS;
  const worker = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      for (const end of ENDS) {
        for (let n = 0; n < BETWEEN; n += 1) await deployment.invoke(requestOf('/'));
        await deployment.invoke(requestOf(end));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The heap after each step, with everything idle. */
async function soak(say: (text: string) => void, outcomes: Map<Outcome, number>): Promise<number[]> {
  await using executor = createFunctionExecutor();
  await using deployment = await executor.deploy(specOf(CODE, { timeout: 200, maxConcurrency: 64 }));
  say(`${REHEARSALS} of each end, not counted …`);
  await rehearse(deployment);
  const heaps: number[] = [];
  for (let done = STEP; done <= INVOCATIONS; done += STEP) {
    await invokeMany(deployment, STEP, outcomes);
    const { heap } = held();
    heaps.push(heap);
    const ended = [...outcomes].map((one) => one.join(' ')).join(', ');
    say(`${done} invocations: ${ended}; heap ${(heap / 2 ** 20).toFixed(1)} MB`);
  }
  return heaps;
}

/**
 * Bytes an invocation leaves behind: how far the low-water mark of the heap rose between the two halves of what
 * came after the code was compiled. A single figure would tell of the moment of a collection.
 */
function kept(heaps: readonly number[]): { perInvocation: number; text: string } {
  const settled = heaps.slice(SETTLED_AFTER / STEP);
  const half = Math.floor(settled.length / 2);
  const [early, late] = [Math.min(...settled.slice(0, half)), Math.min(...settled.slice(-half))];
  const between = (settled.length - half) * STEP;
  const text = `lowest heap from ${SETTLED_AFTER} on ${early} B, in the last ${half * STEP} ${late} B`;
  return { perInvocation: Math.max(0, late - early) / between, text };
}

async function run(say: (text: string) => void): Promise<BenchRow[]> {
  await warmUp();
  const before = held();
  const outcomes = new Map<Outcome, number>();
  const { perInvocation, text } = kept(await soak(say, outcomes));
  const end = held();
  const ended = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const leaked = (what: 'processes' | 'groups' | 'descriptors', name: string): BenchRow => {
    const value = end[what] - before[what];
    const base = `${before[what]} before, ${end[what]} after`;
    return { what: `leaked ${name}`, value, unit: '', base, bar: atMost(value, 0) };
  };
  return [
    { what: 'invocations', value: INVOCATIONS, unit: '', base: ended },
    leaked('processes', 'processes'),
    leaked('groups', 'control groups'),
    leaked('descriptors', 'descriptors'),
    {
      ...{ what: 'bytes kept per invocation', value: perInvocation, unit: 'B', base: text },
      bar: { text: '0 (below 0.5)', met: perInvocation < 0.5 },
    },
  ];
}

export const soakBench: Bench = {
  description: '100,000 invocations with random crashes and timeouts: what is left of them',
  run,
};
