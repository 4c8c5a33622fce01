import type { Side } from '../execution/executor.ts';
import { isGood, type Sample } from '../execution/sample.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { ranAtAll, warmBilled } from '../report/side.ts';
import { mean, meanWithInterval } from '../statistics/mean.ts';
import type { Measured } from '../statistics/measured.ts';
import { ascending } from '../statistics/quantile.ts';
import type { Ms, PerSecond, Share } from '../units.ts';

/** What a run says about cost; each null when the run did not show it. */
export interface CostMeasurement {
  /** Billed ms of a function request that met a warm environment. */
  warmBilledMs: Measured | null;
  /** Time of warm function requests as measured, before any rounding: quantiles in equal steps, at most 101. */
  durationsMs: readonly Ms[];
  /** Mean init of a cold function request: billed on top. */
  initMs: Ms | null;
  /** Share of cold starts in this run; depends on its rate and keep-alive, so it is not what a month will show. */
  measuredColdShare: Share;
  /** CPU time of a function request as the kernel counted it; null or absent where it did not. */
  cpuMs?: Ms | null;
  /** Time in the handler on the container side. */
  containerHandlerMs: Measured | null;
  /** Good answers per second that one replica gave during the run; a lower bound of what it can. */
  sustainedPerReplica: PerSecond | null;
}

/** Below this share of good answers the replica was in trouble: its rate says nothing about capacity. */
const SUSTAINED = 0.99;

export function costMeasurement(samples: readonly Sample[], plan: ExperimentPlan): CostMeasurement {
  const of = (side: Side) => samples.filter((sample) => sample.side === side);
  const [fn, container] = [of('function'), of('container')];
  const good = container.filter(isGood);
  const cold = fn.filter((sample) => sample.cold && ranAtAll(sample));
  const sustained = good.length / (plan.secondsPerSide * plan.replicas);
  return {
    warmBilledMs: meanWithInterval(warmBilled(fn)),
    durationsMs: equalSteps(
      fn.filter((sample) => ranAtAll(sample) && !sample.cold).map((sample) => sample.handler),
    ),
    initMs: mean(cold.map((sample) => sample.init)),
    measuredColdShare: fn.length === 0 ? 0 : fn.filter((sample) => sample.cold).length / fn.length,
    containerHandlerMs: meanWithInterval(good.map((sample) => sample.handler)),
    sustainedPerReplica: good.length > 0 && good.length >= container.length * SUSTAINED ? sustained : null,
  };
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
