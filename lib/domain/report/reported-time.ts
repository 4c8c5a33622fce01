import { formatMs } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import { isGood, type Sample } from '../execution/sample.ts';
import type { Ms, Share } from '../units.ts';
import { isMeasured } from './side.ts';

/**
 * What the way of measuring can explain, in the mean: carrying the request in and the answer out, some 0.1 ms here for
 * small ones, more where a CPU limit holds the process back between its handler and its answer.
 */
const EXPLAINED: { readonly ms: Ms; readonly share: Share } = { ms: 1, share: 0.25 };

/** Of a mean time, what its way of measuring can explain of a difference. */
export const explained = (ms: Ms): Ms => EXPLAINED.ms + EXPLAINED.share * ms;

const NAMES: Record<Side, string> = { function: 'environments', container: 'replicas' };

/** Mean times of the good requests of one side that carry a report of the code; null where none does. */
interface Times {
  /** By the executor's clock, without what waited for an earlier request inside the same environment or replica. */
  seen: Ms;
  whole: Ms;
  reported: Ms;
}

/**
 * Where the time that the code reports is not the one that passed: nothing is billed by it, but it shows that the code
 * changes what it can reach, or that answers are large.
 */
export function reportedTimes(side: Side, samples: readonly Sample[]): string[] {
  const times = timesOf(samples.filter((sample) => sample.side === side));
  if (times === null) return [];
  const { seen, whole, reported } = times;
  const most = explained(seen);
  const [less, more] = [seen - reported > most, reported - whole > most];
  if (!less && !more) return [];
  return [
    `The code in the ${NAMES[side]} reports ${formatMs(reported)} in its handler, in the mean; by the executor’s clock it was ${formatMs(less ? seen : whole)}, and that is what is billed. Large answers can explain a part; a program that replaces clocks or writes its answers by itself explains the rest.`,
  ];
}

function timesOf(samples: readonly Sample[]): Times | null {
  const before = new Map<string, Ms>();
  const [seen, whole, reports]: Ms[][] = [[], [], []];
  for (const sample of samples.toSorted((a, b) => a.receivedAt - b.receivedAt)) {
    const { receivedAt, handler, instanceId, reported = null } = sample;
    const arrived = receivedAt - handler;
    const begun = Math.max(arrived, before.get(instanceId ?? '') ?? arrived);
    before.set(instanceId ?? '', receivedAt);
    if (reported === null || !isGood(sample) || !isMeasured(sample)) continue;
    seen?.push(receivedAt - begun);
    whole?.push(handler);
    reports?.push(reported);
  }
  const mean = (values: readonly Ms[] = []): Ms => values.reduce((sum, one) => sum + one, 0) / values.length;
  return reports?.length ? { seen: mean(seen), whole: mean(whole), reported: mean(reports) } : null;
}
