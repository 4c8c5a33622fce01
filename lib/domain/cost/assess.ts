import { formatMs } from '../charts/format.ts';
import { type ByCandidate, type CandidateId, familyOf } from '../execution/candidate.ts';
import type { Side } from '../execution/side.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { trafficProfile } from '../load/traffic.ts';
import type { Ms, Share } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import { assumptionsOf } from './assess-words.ts';
import type { Bill, CostAssessment } from './assessment.ts';
import { ASSUMED } from './assumptions.ts';
import type { PlatformBill } from './bill.ts';
import { replicasAt } from './bill-of.ts';
import { firstBreakEven } from './break-even.ts';
import { costCurves } from './curve.ts';
import { billDifference } from './difference.ts';
import type { CostMeasurement } from './measurement.ts';
import { expectedColdShare } from './month/drivers.ts';
import { planMonth } from './month/plan.ts';
import type { BillOptions } from './options.ts';
import type { PriceBook } from './sheets/book.ts';
import { defaultPriceBook } from './sheets/default-book.ts';
import { type PartNotes, SIDE_PLATFORMS, sideBill } from './side-bill.ts';
import type { Usage } from './usage.ts';
import { usageOf } from './usage-of.ts';

const POINTS_PER_DECADE = 10;
const DECADES = { from: 3, to: 10 };

export interface Assessed {
  bills: ByCandidate<Bill>;
  cost: CostAssessment;
}

/**
 * The monthly bills at the described traffic as `billOf` prices them, which is what the cost page does when it is
 * opened from the report; the break-evens; the curve over 10^3 to 10^10 requests a month; every assumption in words.
 * @throws CrossoverError when nothing sold fits the workload.
 */
export function assessCost(input: {
  workload: Workload;
  plan: ExperimentPlan;
  measurement: CostMeasurement;
  /** Described duration of a request where nothing was measured. */
  assumedMs?: Ms | null;
  /** Share of cold starts of the described month as simulated; null: expected of Poisson arrivals. */
  coldShare?: Share | null;
  /** The price sheets in use; without them those that come with the product. */
  book?: PriceBook | undefined;
}): Assessed {
  const { workload, plan, measurement, assumedMs = null } = input;
  const book = input.book ?? defaultPriceBook();
  const usage = { ...usageOf(workload, plan, measurement), coldShare: input.coldShare ?? null };
  const notes = { function: () => functionNotes(usage, assumedMs), container: containerNotes };
  const all = plan.candidates.map((candidate) => {
    const side = familyOf(candidate);
    return { id: candidate.id, side, ...sideBill(side, usage, { book }, notes[side]) };
  });
  const [functions, containers] = [of('function', all), of('container', all)];
  const pairs = functions.flatMap((a) => containers.map((b) => [a, b] as const));
  return {
    bills: Object.fromEntries(all.map(({ id, bill }) => [id, bill])),
    cost: {
      differences: pairs.map(([a, b]) => ({ a: a.id, b: b.id, ...billDifference(a.bill, b.bill) })),
      breakEvens: pairs.map(([a, b]) => ({
        ...{ a: a.id, b: b.id },
        ...firstBreakEven(SIDE_PLATFORMS[a.side], SIDE_PLATFORMS[b.side], usage, { book }),
      })),
      curve: curveOf(all, usage, { book }),
      tasks: containers[0]?.priced.replicas?.peak ?? plan.replicas,
      usage,
      peakRatePerSecond: trafficProfile(workload.traffic).peakPerSecond,
      assumptions: assumptionsOf({
        ...{ workload, measurement, assumedMs, usage },
        bills: all.map(({ priced }) => priced),
      }),
      sources: usedSources(
        all.map(({ bill }) => bill),
        book,
      ),
    },
  };
}

const of = <T extends { side: Side }>(side: Side, all: readonly T[]): T[] =>
  all.filter((one) => one.side === side);

/** All totals against traffic, evenly spaced in the logarithm. */
function curveOf(
  all: readonly { id: CandidateId; side: Side }[],
  usage: Usage,
  options: Partial<BillOptions>,
): CostAssessment['curve'] {
  const points = (DECADES.to - DECADES.from) * POINTS_PER_DECADE;
  const grid = Array.from({ length: points + 1 }, (_, index) =>
    Math.round(10 ** (DECADES.from + index / POINTS_PER_DECADE)),
  );
  const platforms = all.map(({ side }) => SIDE_PLATFORMS[side]);
  const curves = costCurves(platforms, usage, grid, options);
  const plan = planMonth(SIDE_PLATFORMS.container, usage, options);
  return grid.map((requestsPerMonth, index) => ({
    requestsPerMonth,
    usd: Object.fromEntries(all.map(({ id }, at) => [id, curves[at]?.usd[index] ?? 0])),
    tasks: replicasAt(plan, requestsPerMonth)?.peak ?? usage.minReplicas,
  }));
}

const egressNote = `${ASSUMED.bytesPerRequest / 2048} KiB of each request leave the platform.`;

const functionNotes = (usage: Usage, assumedMs: Ms | null): PartNotes => ({
  compute:
    `${assumedMs === null ? 'Measured' : 'Assumed'} ${mean(usage.durationsMs).toFixed(1)} ms a warm request, rounded up each; cold starts ${usage.coldShare === null ? 'expected' : 'simulated'} ` +
    `${((usage.coldShare ?? expectedColdShare(usage)) * 100).toFixed(2)}% of requests, each with ${formatMs(usage.initMs)} of init (billed since 2025-08-01).`,
  'front-door': 'Each request and answer is at most 512 KB.',
  egress: egressNote,
});

const containerNotes = ({ size, replicas }: PlatformBill): PartNotes => ({
  compute: `${size} a task; ${tasksWords(replicas)}`,
  egress: egressNote,
});

/** "1 to 3 tasks, following each hour." or, where traffic adds none, "1 task all month." */
function tasksWords(replicas: PlatformBill['replicas']): string {
  const { minimum, peak } = replicas ?? { minimum: 1, peak: 1 };
  if (minimum === peak) return `${peak} ${peak === 1 ? 'task' : 'tasks'} all month.`;
  return `${minimum} to ${peak} tasks, following each hour.`;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

/** The sources that the lines name, and the one that says that init is billed. */
function usedSources(bills: readonly Bill[], { sources }: PriceBook): CostAssessment['sources'] {
  const keys = new Set(['init', ...bills.flatMap((bill) => bill.lines.map((line) => line.source))]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const { title, asOf } = sources[key] ?? {};
      return title === undefined || asOf === undefined ? [] : [[key, { title, asOf }]];
    }),
  );
}
