import { formatCount, formatMs, formatRate, formatShare } from '../charts/format.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { trafficProfile } from '../load/traffic.ts';
import type { Workload } from '../workload/workload.ts';
import type { Bill, CostAssessment } from './assessment.ts';
import { ASSUMED, expectedColdShare } from './assumptions.ts';
import { breakEven, FROM, logSpaced, TO } from './break-even.ts';
import type { CostMeasurement } from './measurement.ts';
import { type CostModel, costModel } from './model.ts';
import { type AwsPrices, awsPrices } from './prices/aws-us-east-1.ts';
import type { PriceBook } from './sheets/book.ts';
import { usageOf } from './usage-of.ts';

const POINTS_PER_DECADE = 10;

/**
 * Both monthly bills at the described traffic, from the measured billed time and capacity; the
 * break-even; the curve over 10^3 to 10^10 requests a month; every assumption in words.
 */
export function assessCost(input: {
  workload: Workload;
  plan: ExperimentPlan;
  measurement: CostMeasurement;
  /** The price sheets in use; without them those that come with the product. */
  book?: PriceBook | undefined;
}): CostAssessment {
  const prices = awsPrices(input.book);
  const model = costModel(input.workload, input.plan, input.measurement, prices);
  const bills = model.at(input.workload.traffic.requestsPerMonth);
  const crossing = breakEven(model.totals);
  return {
    bills: { function: bills.function, container: bills.container },
    breakEven: crossing.point,
    breakEvenReason: crossing.reason,
    curve: costCurve(model),
    tasks: bills.tasks,
    usage: usageOf(input.workload, input.plan, input.measurement),
    peakRatePerSecond: trafficProfile(input.workload.traffic).peakPerSecond,
    assumptions: assumptions(input, model),
    sources: usedSources([bills.function, bills.container], prices.sources),
  };
}

/** The sources that the lines name, and the one that says that init is billed. */
function usedSources(bills: readonly Bill[], all: AwsPrices['sources']): CostAssessment['sources'] {
  const keys = new Set(['init', ...bills.flatMap((bill) => bill.lines.map((line) => line.source))]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const { title, asOf } = all[key] ?? {};
      return title === undefined || asOf === undefined ? [] : [[key, { title, asOf }]];
    }),
  );
}

/** Both totals against traffic, evenly spaced in the logarithm. */
export function costCurve(model: Pick<CostModel, 'totals'>): CostAssessment['curve'] {
  const decades = Math.round(Math.log10(TO / FROM));
  return logSpaced(FROM, TO, decades * POINTS_PER_DECADE).map((requestsPerMonth) => ({
    requestsPerMonth,
    ...model.totals(requestsPerMonth),
  }));
}

function assumptions(
  { workload, measurement }: { workload: Workload; measurement: CostMeasurement },
  model: CostModel,
): string[] {
  const profile = trafficProfile(workload.traffic);
  const cold = expectedColdShare(profile, ASSUMED.keepAliveMs);
  return [
    `${formatCount(workload.traffic.requestsPerMonth)} requests a month of 730 hours, ${profile.words}.`,
    'Prices of AWS us-east-1, Linux on x86, on demand; the free tier and savings plans are left out.',
    `Cold starts: ${formatShare(cold)} of requests expected at this traffic (share of requests with no other in the ${formatMs(ASSUMED.keepAliveMs)} before, Poisson arrivals within each hour; AWS publishes no keep-alive), not the ${formatShare(measurement.measuredColdShare)} of this run.`,
    'Billed time was measured on this machine, with CPU in proportion to memory as on AWS Lambda; its processors differ.',
    ...(model.billed.substitute === null ? [] : [model.billed.substitute]),
    model.capacity.words,
    `One task carries ${formatRate(model.capacity.value)}; the number of tasks follows each hour’s busiest minutes (service auto scaling), never below the replicas of the plan.`,
    `${ASSUMED.bytesPerRequest / 1024} KiB a request with its answer; ${ASSUMED.requestsPerConnection} requests a connection.`,
    'Left out on both sides: data leaving AWS, logs, the store. Left out for containers: public IPv4 addresses, whose price has no stored source, and registry storage.',
  ];
}
