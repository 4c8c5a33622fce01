import { firstOf, ownOf } from '../execution/candidate.ts';
import { isGood, type Sample } from '../execution/sample.ts';
import type { Side } from '../execution/side.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { isMeasured, ranAtAll } from '../report/candidate-report.ts';
import { mean } from '../statistics/mean.ts';
import type { Measured } from '../statistics/measured.ts';
import { ascending } from '../statistics/quantile.ts';
import { meanOfRounds } from '../statistics/rounds.ts';
import type { Ms, PerSecond, Share } from '../units.ts';

/** What a run says about cost; each null when the run did not show it. Intervals are of what another run would show. */
export interface CostMeasurement {
  /** Time of a function request that met a warm environment, before any rounding. */
  warmMs: Measured | null;
  /** The same as quantiles in equal steps, at most 101. */
  durationsMs: readonly Ms[];
  /** Init of a cold function request: billed on top. */
  initMs: Measured | null;
  /** Share of cold starts in this run; depends on its rate and keep-alive, so it is not what a month will show. */
  measuredColdShare: Share;
  /** CPU time of a function request as the kernel counted it; null or absent where it did not. */
  cpuMs?: Ms | null;
  /** CPU time of a request on the container side as the kernel counted it; null or absent where it did not. */
  containerCpuMs?: Ms | null;
  /** From handing a request to a replica until its answer was there. */
  containerHandlerMs: Measured | null;
  /** Good answers per second that one replica gave during the run; a lower bound of what it can. */
  sustainedPerReplica: { value: PerSecond; interval: readonly [PerSecond, PerSecond] } | null;
}

/** Below this share of good answers the replica was in trouble: its rate says nothing about capacity. */
const SUSTAINED = 0.99;

/**
 * Bills are about what was measured; only how long a start takes comes from elsewhere in the run: from the starts of
 * the function side that were forced while nothing was sent (`forced`), as on a platform where no start takes the
 * processors of another; where there are none, from those of the run and its warm-up.
 */
export function costMeasurement(
  samples: readonly Sample[],
  plan: ExperimentPlan,
  forced: readonly Ms[] = [],
): CostMeasurement {
  const all = (side: Side) => ownOf(firstOf(side, plan.candidates), samples);
  const [fn, container] = [all('function').filter(isMeasured), all('container').filter(isMeasured)];
  const warm = fn.filter((sample) => ranAtAll(sample) && !sample.cold);
  const starts = all('function').filter((sample) => sample.cold && ranAtAll(sample));
  return {
    warmMs: meanOfRounds(roundsOf(warm)),
    durationsMs: equalSteps(warm.map((sample) => sample.handler)),
    // Each start is a round of its own: starts do not wait for each other.
    initMs: meanOfRounds((forced.length > 0 ? forced : starts.map(({ init }) => init)).map((init) => [init])),
    measuredColdShare: fn.length === 0 ? 0 : fn.filter((sample) => sample.cold).length / fn.length,
    containerHandlerMs: meanOfRounds(roundsOf(container.filter(isGood))),
    sustainedPerReplica: sustainedOf(container, plan),
  };
}

/** What stands for a measurement where requests take as long as described, busy all the time, and none was sent: of the function side the starts that the run forced. */
export function assumedMeasurement(value: Ms, forced: readonly Ms[] = []): CostMeasurement {
  const assumed = { value, interval: null, samples: 0 };
  return {
    ...{ warmMs: assumed, durationsMs: [value], containerHandlerMs: assumed },
    initMs: meanOfRounds(forced.map((init) => [init])),
    ...{ measuredColdShare: 0, cpuMs: null, sustainedPerReplica: null },
  };
}

/** Times in the handler, turn by turn. */
const roundsOf = (samples: readonly Sample[]): Ms[][] =>
  [...Map.groupBy(samples, ({ block }) => block).values()].map((round) =>
    round.map(({ handler }) => handler),
  );

/** Arrivals of another seed differ in number as a Poisson count does; as many a second each time do not. */
function sustainedOf(
  container: readonly Sample[],
  plan: ExperimentPlan,
): CostMeasurement['sustainedPerReplica'] {
  const good = container.filter(isGood).length;
  if (good === 0 || good < container.length * SUSTAINED) return null;
  const perReplica = (count: number) => Math.max(0, count) / (plan.secondsPerCandidate * plan.replicas);
  const even = plan.arrivals === 'constant' && plan.traffic === undefined;
  const drawn = even ? 0 : 1.96 * Math.sqrt(good);
  return { value: perReplica(good), interval: [perReplica(good - drawn), perReplica(good + drawn)] };
}

const MOST_POINTS = 101;

/** The values themselves when they are few, else as many as stand for equal shares of them. */
function equalSteps(values: readonly number[]): number[] {
  const sorted = [...ascending(values)];
  if (sorted.length <= MOST_POINTS) return sorted;
  return Array.from({ length: MOST_POINTS }, (_, index) => {
    const [from, to] = [index, index + 1].map((one) => Math.floor((one * sorted.length) / MOST_POINTS));
    return mean(sorted.slice(from, to)) ?? 0;
  });
}
