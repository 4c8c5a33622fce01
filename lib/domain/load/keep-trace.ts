import { formatCount, formatMs } from '../charts/format.ts';
import type { RecordedArrivals } from '../simulation/input.ts';
import { MOST_KEPT, type PlayedTraffic } from './played-traffic.ts';

/** A microsecond: far below what any generator can keep. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/**
 * Recorded traffic small enough to be stored with a run: up to 10,000 instants or counts as they are;
 * more instants become counts in 10,000 intervals, more counts are added up. A note says so.
 */
export function keepTrace(
  arrivals: RecordedArrivals,
  name: string,
  notes: readonly string[] = [],
): PlayedTraffic {
  const { kept, note } = arrivals.kind === 'times' ? keepTimes(arrivals) : keepCounts(arrivals);
  const all = [...notes, ...(note === null ? [] : [note])].map((one) => one.slice(0, 500));
  return { arrivals: kept, requests: 'thinned', name: name.slice(0, 200), notes: all.slice(-10) };
}

interface Kept {
  kept: RecordedArrivals;
  note: string | null;
}

function keepTimes(arrivals: Extract<RecordedArrivals, { kind: 'times' }>): Kept {
  const { atMs, copies, repeats } = arrivals;
  const end = Math.max(arrivals.periodMs ?? 0, atMs.at(-1) ?? 0);
  if (atMs.length <= MOST_KEPT || end === 0)
    return { kept: { ...arrivals, atMs: atMs.slice(0, MOST_KEPT).map(rounded) }, note: null };
  // Half an interval more than the last instant, so that it falls into the last interval.
  const intervalMs = end / (MOST_KEPT - 0.5);
  const counts = Array.from({ length: MOST_KEPT }, () => 0);
  for (const at of atMs) {
    const index = Math.floor(at / intervalMs);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return {
    kept: { kind: 'counts', intervalMs, counts, spacing: 'poisson', copies, repeats },
    note: `${formatCount(atMs.length)} instants are kept as counts in ${formatCount(MOST_KEPT)} intervals of ${formatMs(intervalMs)}; where in it a request comes is drawn.`,
  };
}

function keepCounts(arrivals: Extract<RecordedArrivals, { kind: 'counts' }>): Kept {
  const together = Math.ceil(arrivals.counts.length / MOST_KEPT);
  if (together === 1) return { kept: arrivals, note: null };
  const counts = Array.from({ length: Math.ceil(arrivals.counts.length / together) }, () => 0);
  for (const [index, count] of arrivals.counts.entries()) {
    const into = Math.floor(index / together);
    counts[into] = (counts[into] ?? 0) + count;
  }
  const intervalMs = arrivals.intervalMs * together;
  return {
    kept: { ...arrivals, counts, intervalMs },
    note: `${formatCount(together)} intervals each are kept as one of ${formatMs(intervalMs)}.`,
  };
}
