import { formatMs } from '../charts/format.ts';
import type { Sample } from '../execution/sample.ts';
import { cpusOf } from '../functions/limits.ts';
import { isMeasured, ranAtAll } from '../report/candidate-report.ts';
import { mean } from '../statistics/mean.ts';
import type { Measured } from '../statistics/measured.ts';
import type { MiB, Ms, Share } from '../units.ts';
import type { CostMeasurement } from './measurement.ts';

/** CPU time that a function's requests used beside what their time until the answer holds, in the mean. */
export interface AfterAnswer {
  /** Init and handler together, as billed before rounding. */
  tookMs: Ms;
  /** The least time in which their CPU time can be used: by one thread, or by all CPUs that their memory gives. */
  leastMs: Ms;
  /** How much longer that is; what is priced besides. */
  moreMs: Ms;
}

/**
 * Of CPU time, what an environment's other work can explain: compiling and collecting in threads of their own, stopping
 * and waking. Handlers that do nothing used 0.4 to 1.1 ms and took longer (128 MiB, 2 and 50 a second, Node and Python).
 */
const EXPLAINED: { readonly ms: Ms; readonly share: Share } = { ms: 1, share: 0.25 };

/**
 * Code can answer first and go on working until its environment is frozen, or work in more threads than it has CPUs
 * before the kernel holds it back. Neither is in the time until the answer, both are in the kernel's count of CPU time.
 * Null where that explains no more than other work of the environment does, or was not counted.
 * @param samples of the function
 * @param cpuMs CPU time of a request, in the mean of those that were sent
 */
export function afterAnswer(samples: readonly Sample[], cpuMs: Ms | null, memory: MiB): AfterAnswer | null {
  const sent = samples.filter(isMeasured);
  const took = mean(sent.filter(ranAtAll).map(({ init, handler }) => init + handler));
  if (took === null || cpuMs === null) return null;
  const leastMs = cpuMs / Math.max(1, cpusOf(memory));
  const moreMs = leastMs - took;
  return moreMs > EXPLAINED.ms + EXPLAINED.share * took ? { tookMs: took, leastMs, moreMs } : null;
}

/** The measurement with that work in the time of its requests, so that it is billed. */
export function withAfterAnswer(measurement: CostMeasurement, after: AfterAnswer | null): CostMeasurement {
  if (after === null) return measurement;
  const { moreMs } = after;
  const longer = ({ interval, ...one }: Measured): Measured => ({
    ...one,
    value: one.value + moreMs,
    interval: interval && [interval[0] + moreMs, interval[1] + moreMs],
  });
  return {
    ...measurement,
    warmMs: measurement.warmMs && longer(measurement.warmMs),
    durationsMs: measurement.durationsMs.map((ms) => ms + moreMs),
  };
}

export const afterAnswerWords = ({ tookMs, leastMs }: AfterAnswer): string =>
  `Requests of the function side were answered after ${formatMs(tookMs)} and used CPU time of ${formatMs(leastMs)}, in the mean: the code goes on working after its answer, or in more threads than it has CPUs. All of that time is billed here.`;
