import { billOf, platforms } from '#lib/domain/cost/bill-of.ts';
import { breakEvens } from '#lib/domain/cost/break-evens.ts';
import { costCurves } from '#lib/domain/cost/curve.ts';
import { sensitivity } from '#lib/domain/cost/sensitivity.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';
import { atMost, type Bench, type BenchRow } from './bench.ts';

const PLATFORMS = 20;
const POINTS = 500;
const RUNS = 60;
/** One frame at 60 a second. */
const BAR_MS = 16;

/** A workload as a run leaves it: 101 measured points, evening peak, latency target. */
const USAGE: Usage = {
  requestsPerMonth: 12e6,
  shape: 'evening-peak',
  memoryMiB: 512,
  durationsMs: Array.from({ length: 101 }, (_, index) => 20 + index * 0.37),
  durationInterval: [37, 40],
  cpuMs: 12,
  initMs: 210,
  initInterval: null,
  coldShare: null,
  busyMs: { value: 30, interval: [28, 32] },
  waitMs: 0,
  sustainedPerReplica: 20,
  sustainedInterval: null,
  latencyTarget: { percentile: 95, ms: 400 },
  replica: { vcpu: 1, memoryMiB: 512 },
  minReplicas: 2,
  concurrency: 80,
  bytesPerRequest: 4096,
  bytesOut: 2048,
  requestsPerConnection: 10,
};

const OPTIONS = { usdPerEur: 1.1 };
const grid = Array.from({ length: POINTS }, (_, index) => Math.round(1e3 * 1e7 ** (index / (POINTS - 1))));

export const bench: Bench = {
  description: `the full what-if, ${PLATFORMS} platforms x ${POINTS} traffic points, on one core`,
  run: async (say) => {
    const choices = platforms()
      .filter(({ id, priced }) => priced && prices(id))
      .slice(0, PLATFORMS)
      .map(({ id }) => ({ platform: id }));
    say(`${choices.length} platforms: ${choices.map((choice) => choice.platform).join(', ')}`);
    const whatIf = times(RUNS, () => costCurves(choices, USAGE, grid, OPTIONS));
    // The exact bills are slow by comparison: a tenth of the points, then counted up.
    const some = grid.filter((_, index) => index % 10 === 0);
    const exact = times(3, () => {
      for (const { platform } of choices)
        for (const requestsPerMonth of some)
          billOf(platform, undefined, { ...USAGE, requestsPerMonth }, OPTIONS);
    });
    const [a, b] = [{ platform: 'aws_lambda' }, { platform: 'aws_fargate' }];
    const page = times(20, () => {
      costCurves(choices, USAGE, grid, OPTIONS);
      for (const { platform } of choices) billOf(platform, undefined, USAGE, OPTIONS);
      breakEvens(a, b, USAGE, OPTIONS);
      sensitivity(a, b, USAGE, OPTIONS);
    });
    return rows(whatIf, median(exact) * 10, choices.length, median(page));
  },
};

/** A platform that sells a size for this workload. */
function prices(id: string): boolean {
  return costCurves([{ platform: id }], USAGE, [1e6], OPTIONS).every(({ reason }) => reason === null);
}

function rows(whatIf: number[], exactMs: number, count: number, pageMs: number): BenchRow[] {
  const [first = 0, ...warm] = whatIf;
  const what = `full what-if, ${count} platforms x ${POINTS} points`;
  const typical = median(warm);
  return [
    {
      what: `${what}, median of ${warm.length}`,
      value: typical,
      unit: 'ms',
      bar: atMost(typical, BAR_MS, ' ms'),
    },
    { what: `${what}, slowest of ${warm.length}`, value: Math.max(...warm), unit: 'ms' },
    { what: `${what}, the very first (not yet compiled)`, value: first, unit: 'ms' },
    {
      what: `the same with ${count} exact bills, all break-evens and the tornado of two / what-if`,
      value: pageMs / typical,
      unit: '',
      base: `what-if: ${typical.toFixed(2)} ms`,
    },
    {
      what: 'every point as an exact bill with every line / what-if',
      value: exactMs / typical,
      unit: '',
      base: `what-if: ${typical.toFixed(2)} ms`,
    },
  ];
}

function times(runs: number, work: () => unknown): number[] {
  return Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
