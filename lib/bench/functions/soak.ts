import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment, Outcome } from '#lib/domain/execution/executor.ts';
import { type Bytes, type Ms, seededRandom } from '#lib/domain/units.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { below } from '#lib/executors/host/process-tree.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { type LiveHeap, liveHeap } from './live-heap.ts';
import { requestOf, specOf } from './workload.ts';

const INVOCATIONS = 100_000;
const AT_ONCE = 8;
/** By then what is made once (tables, sockets, compiled code) is made; leaks are counted from here on. */
const SETTLED_AFTER = 50_000;
const STEP = 5_000;
/** Until sandboxes are made ready in the place of those that were taken. */
const REST: Ms = 2_000;
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
  if (event.rawPath === '/hang') return new Promise(() => setInterval(() => {}, 1e6));
  if (event.rawPath === '/rest') return new Promise((resolve) => setTimeout(resolve, 100));
  return { n: 1 };
};`;

interface Held {
  processes: number;
  groups: number;
  descriptors: number;
}

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
  return {
    processes: below(process.pid).length,
    groups: groups(),
    descriptors: readdirSync('/proc/self/fd').length,
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

/** What is alive with everything idle and as many environments as at every other look: each takes some 10 KB here. */
async function look(deployment: Deployment): Promise<LiveHeap> {
  await Promise.all(Array.from({ length: AT_ONCE }, () => deployment.invoke(requestOf('/rest'))));
  await sleep(REST);
  return await liveHeap();
}

/** The looks: once the code is compiled, and at the end. */
async function soak(
  say: (text: string) => void,
  outcomes: Map<Outcome, number>,
): Promise<[LiveHeap, LiveHeap]> {
  await using executor = createFunctionExecutor();
  await using deployment = await executor.deploy(specOf(CODE, { timeout: 200, maxConcurrency: 64 }));
  say(`${REHEARSALS} of each end, not counted …`);
  await rehearse(deployment);
  // The first look is not counted either: it makes what it needs for itself.
  let early = await look(deployment);
  for (let done = STEP; done <= INVOCATIONS; done += STEP) {
    await invokeMany(deployment, STEP, outcomes);
    if (done === SETTLED_AFTER) early = await look(deployment);
    const ended = [...outcomes].map((one) => one.join(' ')).join(', ');
    say(`${done} invocations: ${ended}; resident ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
  }
  return [early, await look(deployment)];
}

/** What each invocation after the first ones left behind. */
function kept([early, late]: readonly [LiveHeap, LiveHeap]): BenchRow {
  const between = INVOCATIONS - SETTLED_AFTER;
  const value = Math.max(0, late.data - early.data) / between;
  const of = (name: string, from: Bytes, to: Bytes) => `${name} ${from} B, then ${to} B`;
  const base = `alive after ${SETTLED_AFTER} and at the end: ${of('data', early.data, late.data)}; ${of("V8's code", early.code, late.code)}`;
  const bar = { text: '0 (below 0.5)', met: value < 0.5 };
  return { what: 'bytes kept per invocation', value, unit: 'B', base, bar };
}

async function run(say: (text: string) => void): Promise<BenchRow[]> {
  await warmUp();
  const before = held();
  const outcomes = new Map<Outcome, number>();
  const alive = await soak(say, outcomes);
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
    kept(alive),
  ];
}

export const soakBench: Bench = {
  description: '100,000 invocations with random crashes and timeouts: what is left of them',
  run,
};
