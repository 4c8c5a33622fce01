import { formatMs } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import { isGood, type Sample } from '../execution/sample.ts';
import { ascending, quantile } from '../statistics/quantile.ts';
import type { Ms, Share } from '../units.ts';
import { isMeasured } from './candidate-report.ts';

/**
 * The part that the way there and back can explain of a typical request, beside what the code does. One after another
 * (`npm run -s bench -- reported`) it is 0.1 to 0.3 ms for a small answer, up to 1.3 ms for one of 64 KiB and 2 to 20 ms
 * for one of 1 MiB, less than a quarter where a CPU limit holds the process back; in runs on a machine that was busy
 * with other things small answers took up to 6 ms. Nothing is priced by it, so honest code is not to be accused.
 */
const EXPLAINED: { readonly ms: Ms; readonly share: Share } = { ms: 10, share: 0.25 };

/** Of a time by the executor's clock, how far from it a report of it may be. */
export const explained = (ms: Ms): Ms => EXPLAINED.ms + EXPLAINED.share * ms;

const NAMES: Record<Side, string> = { function: 'environments', container: 'replicas' };

/** Medians of the good requests of one candidate that carry a report of the code, for a busy machine delays some by far. */
interface Times {
  /** By the executor's clock, without what waited for an earlier request inside the same environment or replica. */
  seen: Ms;
  whole: Ms;
  reported: Ms;
  /** Seen and not reported; reported and not passed. */
  missing: Ms;
  added: Ms;
}

/**
 * Of the samples of one candidate: where the time that the code reports is not the one that passed: nothing is billed by it, but it shows that the code
 * changes what it can reach, or that answers are large.
 */
export function reportedTimes(side: Side, samples: readonly Sample[]): string[] {
  const times = timesOf(samples);
  if (times === null) return [];
  const { seen, whole, reported, missing, added } = times;
  const most = explained(seen);
  const [less, more] = [missing > most, added > most];
  if (!less && !more) return [];
  return [
    `The code in the ${NAMES[side]} reports ${formatMs(reported)} in its handler, in the median; by the executor’s clock it was ${formatMs(less ? seen : whole)}, and that decides. What lies between is the time to write, carry and read large answers, or code that changes what it reports.`,
  ];
}

function timesOf(samples: readonly Sample[]): Times | null {
  const before = new Map<string, Ms>();
  const all: Times[] = [];
  for (const sample of samples.toSorted((a, b) => a.receivedAt - b.receivedAt)) {
    const { receivedAt, handler, instanceId, reported = null } = sample;
    const arrived = receivedAt - handler;
    const begun = Math.max(arrived, before.get(instanceId ?? '') ?? arrived);
    before.set(instanceId ?? '', receivedAt);
    if (reported === null || !isGood(sample) || !isMeasured(sample)) continue;
    const seen = receivedAt - begun;
    all.push({ seen, whole: handler, reported, missing: seen - reported, added: reported - handler });
  }
  if (all.length === 0) return null;
  const typical = (of: keyof Times): Ms => quantile(ascending(all.map((one) => one[of])), 0.5)?.value ?? 0;
  return {
    ...{ seen: typical('seen'), whole: typical('whole'), reported: typical('reported') },
    ...{ missing: typical('missing'), added: typical('added') },
  };
}
