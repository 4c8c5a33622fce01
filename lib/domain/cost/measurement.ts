import type { Side } from '../execution/executor.ts';
import { isGood, type Sample } from '../execution/sample.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import type { Measured } from '../report/report.ts';
import { ranAtAll, warmBilled } from '../report/side.ts';
import { mean, meanWithInterval } from '../statistics/mean.ts';
import type { Ms, PerSecond, Share } from '../units.ts';

/** What a run says about cost; each null when the run did not show it. */
export interface CostMeasurement {
  /** Billed ms of a function request that met a warm environment. */
  warmBilledMs: Measured | null;
  /** Mean init of a cold function request: billed on top. */
  initMs: Ms | null;
  /** Share of cold starts in this run; depends on its rate and keep-alive, so it is not what a month will show. */
  measuredColdShare: Share;
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
    initMs: mean(cold.map((sample) => sample.init)),
    measuredColdShare: fn.length === 0 ? 0 : fn.filter((sample) => sample.cold).length / fn.length,
    containerHandlerMs: meanWithInterval(good.map((sample) => sample.handler)),
    sustainedPerReplica: good.length > 0 && good.length >= container.length * SUSTAINED ? sustained : null,
  };
}
