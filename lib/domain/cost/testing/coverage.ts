import type { Sample } from '../../execution/sample.ts';
import type { Side } from '../../execution/side.ts';
import { ID, sampleWith } from '../../execution/testing/sample.ts';
import { fixturePlan, fixtureWorkload } from '../../report/fixture-workload.ts';
import { meanWithInterval } from '../../statistics/mean.ts';
import { type Ms, type Random, type Share, seededRandom } from '../../units.ts';
import type { Workload } from '../../workload/workload.ts';
import { billDifference } from '../difference.ts';
import { costMeasurement } from '../measurement.ts';
import { sideBill } from '../side-bill.ts';
import type { Usage } from '../usage.ts';
import { usageOf } from '../usage-of.ts';

/**
 * How often the intervals of money hold the truth. Runs are drawn by a generator that is not the estimator's: rounds
 * differ by a log-normal 20%, requests within a round by a skewed mixture, the truth is billed in steps of a
 * millisecond over a population of its own.
 */
export interface World {
  name: string;
  /** Medians over rounds. */
  functionMs: Ms;
  containerMs: Ms;
  initMs: Ms;
  change: Partial<Workload>;
  /** Requests a second of a run. */
  ratePerSecond: number;
}

export const WORLDS: readonly World[] = [
  {
    name: 'time is most of the bill, whole tasks flip',
    ...{ functionMs: 160, containerMs: 110, initMs: 300, ratePerSecond: 4 },
    change: { traffic: { requestsPerMonth: 40e6, shape: 'evening-peak' }, memoryMiB: 1769 },
  },
  {
    name: 'under a millisecond, rounded to 1 or 2',
    ...{ functionMs: 0.95, containerMs: 0.6, initMs: 60, ratePerSecond: 20 },
    change: { traffic: { requestsPerMonth: 300e6, shape: 'steady' }, memoryMiB: 10_240 },
  },
  {
    name: 'the capacity lies where a task is added',
    ...{ functionMs: 30, containerMs: 30, initMs: 200, ratePerSecond: 5 },
    change: { traffic: { requestsPerMonth: 103e6, shape: 'steady' } },
  },
  {
    name: 'few requests, mostly cold',
    ...{ functionMs: 400, containerMs: 300, initMs: 900, ratePerSecond: 5 },
    change: { traffic: { requestsPerMonth: 3000, shape: 'steady' }, memoryMiB: 1024 },
  },
];

const BETWEEN_ROUNDS = 0.2;
const gauss = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const level = (random: Random): number => Math.exp(BETWEEN_ROUNDS * gauss(random));
/** Nine of ten requests are about alike, one takes twice to six times as long. */
const request = (random: Random, ms: Ms): Ms =>
  ms * (random() < 0.9 ? 0.85 + 0.3 * random() : 2 + 4 * random());

export interface Covered {
  functions: Share;
  containers: Share;
  difference: Share;
  /** Of the function's mean time alone, by an interval that takes requests as independent. */
  independent: Share;
}

/** Shares of `runs` whose intervals hold the true bill of each side and their true difference. */
export function coverage(world: World, runs: number, rounds: number, seed: number): Covered {
  const random = seededRandom(seed);
  const truth = totalsOf(trueUsage(world, random));
  const inside = Array.from({ length: runs }, () => {
    const samples = samplesOf(world, rounds, random);
    const { bills, difference } = totalsOf(measuredUsage(world, rounds, samples));
    const plain = meanWithInterval(samples.flatMap((one) => (isWarm(one) ? [one.handler] : [])));
    return {
      independent: holds(plain?.interval ?? [0, 0], meanOf(truth.usage.durationsMs)),
      functions: holds(bills.function.interval, truth.bills.function.totalUsd),
      containers: holds(bills.container.interval, truth.bills.container.totalUsd),
      difference: holds(difference.interval, truth.difference.usd),
    };
  });
  const share = (of: keyof Covered): Share => inside.filter((one) => one[of]).length / runs;
  return {
    functions: share('functions'),
    containers: share('containers'),
    difference: share('difference'),
    independent: share('independent'),
  };
}

/** A curve's floating point and a bill's whole numbers differ by less. */
const EDGE_USD = 1e-6;
const holds = ([low, high]: readonly [number, number], value: number): boolean =>
  low - EDGE_USD <= value && value <= high + EDGE_USD;

function totalsOf(usage: Usage) {
  const of = (side: Side) => sideBill(side, usage, {}, () => ({})).bill;
  const bills = { function: of('function'), container: of('container') };
  return { usage, bills, difference: billDifference(bills.function, bills.container) };
}

const workloadOf = ({ change }: World): Workload => ({
  ...fixtureWorkload,
  latencyTarget: { percentile: 95, ms: 5000 },
  ...change,
});
const planOf = ({ ratePerSecond }: World, rounds: number) => ({
  ...fixturePlan,
  ratePerSecond,
  rounds: rounds,
});

function samplesOf(world: World, rounds: number, random: Random): Sample[] {
  const each = Math.round((world.ratePerSecond * planOf(world, rounds).secondsPerCandidate) / rounds);
  return Array.from({ length: rounds }, (_, block) => block).flatMap((block) =>
    (['function', 'container'] as const).flatMap((side) => roundOf(world, side, block, each, random)),
  );
}

const isWarm = ({ candidate, cold }: Sample): boolean => candidate === ID.function && !cold;

function measuredUsage(world: World, rounds: number, samples: readonly Sample[]): Usage {
  const plan = planOf(world, rounds);
  return usageOf(workloadOf(world), plan, costMeasurement(samples, plan));
}

/** One turn; on the function side its first request is cold. */
function roundOf(world: World, side: Side, block: number, each: number, random: Random): Sample[] {
  const ms = level(random) * (side === 'function' ? world.functionMs : world.containerMs);
  return Array.from({ length: each }, (_, index) => {
    const handler = request(random, ms);
    const cold = side === 'function' && index === 0;
    const init = cold ? world.initMs * level(random) : 0;
    return sampleWith({
      candidate: ID[side],
      block,
      index,
      handler,
      cold,
      init,
      billed: Math.ceil(init + handler),
    });
  });
}

const POPULATION = 15_000;
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

/** What a month of endless rounds would have shown, without any interval. */
function trueUsage(world: World, random: Random): Usage {
  const plan = planOf(world, 1);
  const drawn = (ms: Ms) => Array.from({ length: POPULATION }, () => request(random, ms * level(random)));
  const known = (value: number) => ({ value, interval: [value, value] as const, samples: POPULATION });
  const functions = drawn(world.functionMs);
  const usage = usageOf(workloadOf(world), plan, {
    ...{ warmMs: null, durationsMs: functions, measuredColdShare: 0 },
    initMs: known(world.initMs * Math.exp(BETWEEN_ROUNDS ** 2 / 2)),
    containerHandlerMs: known(meanOf(drawn(world.containerMs))),
    sustainedPerReplica: known(world.ratePerSecond),
  });
  return { ...usage, durationInterval: null };
}
