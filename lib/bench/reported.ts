import type { Bundle, Deployment, DeploySpec, Executor } from '#lib/domain/execution/executor.ts';
import { explained } from '#lib/domain/report/reported-time.ts';
import { mean } from '#lib/domain/statistics/mean.ts';
import { ascending, quantile } from '#lib/domain/statistics/quantile.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { pythonBundle } from '#lib/executors/function/testing/python.ts';
import { requestOf, specOf } from '#lib/executors/function/testing/support.ts';
import type { Bench, BenchRow } from './bench.ts';

const REQUESTS = 200;

/** An honest handler, in both languages. */
interface Honest {
  name: string;
  memory: MiB;
  /** More than the warning explains: it names large answers. */
  isLarge?: true;
  node: string;
  python: string;
}

const answering = (bytes: number): Pick<Honest, 'node' | 'python'> => ({
  node: `const text = 'x'.repeat(${bytes}); export const handler = () => text;`,
  python: `text = "x" * ${bytes}\ndef handler(event, context): return text`,
});
const busyFor = (ms: number): Pick<Honest, 'node' | 'python'> => ({
  node: `export const handler = () => { const end = performance.now() + ${ms}; while (performance.now() < end); return 1; };`,
  python: `import time\ndef handler(event, context):\n    end = time.perf_counter() + ${ms / 1000}\n    while time.perf_counter() < end: pass\n    return 1`,
});

const HANDLERS: readonly Honest[] = [
  { name: 'a small answer', memory: 1_769, ...answering(10) },
  { name: 'an answer of 64 KiB', memory: 1_769, ...answering(64 << 10) },
  { name: 'an answer of 1 MiB', isLarge: true, memory: 1_769, ...answering(1 << 20) },
  { name: '20 ms of work', memory: 1_769, ...busyFor(20) },
  { name: '20 ms of work, CPU held back', memory: 256, ...busyFor(20) },
];

const bundleOf = ({ node, python }: Honest, language: 'Node' | 'Python'): Bundle =>
  language === 'Python' ? pythonBundle(python) : specOf(node).bundle;

/** One after another, so that nothing waits inside; the first ones are not counted. */
async function gapsOn(deployment: Deployment): Promise<{ seen: Ms[]; gaps: Ms[] }> {
  const [seen, gaps]: [Ms[], Ms[]] = [[], []];
  for (let n = -20; n < REQUESTS; n += 1) {
    const { handler, reported, outcome } = await deployment.invoke(requestOf());
    if (outcome !== 'ok' || reported === undefined) throw new Error(`An honest handler ended as ${outcome}.`);
    if (n < 0) continue;
    seen.push(handler);
    gaps.push(handler - reported);
  }
  return { seen, gaps };
}

async function rowOf(
  way: string,
  executor: Executor,
  honest: Honest,
  language: 'Node' | 'Python',
): Promise<BenchRow> {
  const spec: Partial<DeploySpec> = { bundle: bundleOf(honest, language), memory: honest.memory };
  await using deployment = await executor.deploy(specOf('', { ...spec, cpus: honest.memory / 1_769 }));
  const { seen, gaps } = await gapsOn(deployment);
  const at = (values: readonly Ms[], share: number): Ms => quantile(ascending(values), share)?.value ?? 0;
  const [value, most] = [at(gaps, 0.5), explained(at(seen, 0.5))];
  const base = `seen ${at(seen, 0.5).toFixed(2)} ms; p99 ${at(gaps, 0.99).toFixed(2)} ms, mean ${mean(gaps)?.toFixed(2)} ms`;
  const row = { what: `${way}, ${language}, ${honest.name}: median not reported`, value, unit: 'ms', base };
  const bar = { text: `at most ${most.toFixed(2)} ms`, met: value <= most };
  return honest.isLarge ? row : { ...row, bar };
}

const WAYS: readonly { name: string; open: () => Executor }[] = [
  { name: 'frames', open: () => createFunctionExecutor({}) },
  { name: 'containers, runc', open: () => createContainerExecutor({ engine: 'runc' }) },
];

/** Behind the Runtime API code reports no time. */
export const reportedBench: Bench = {
  description:
    'How far the time that honest code reports is from the one that passed: what a warning must not take for a forgery',
  async run(say) {
    const rows: BenchRow[] = [];
    for (const { name, open } of WAYS) {
      await using executor = open();
      for (const language of ['Node', 'Python'] as const) {
        say(`${name}, ${language} …`);
        for (const honest of HANDLERS) rows.push(await rowOf(name, executor, honest, language));
      }
    }
    return rows;
  },
};
