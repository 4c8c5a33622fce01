import { formatCount, formatMs } from '../charts/format.ts';
import { isRecorded, type RecordedArrivals } from '../simulation/input.ts';
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
  const { kept, note } = reduced(arrivals, MOST_KEPT);
  const all = [...notes, ...(note === null ? [] : [note])].map((one) => one.slice(0, 500));
  return { arrivals: kept, requests: 'thinned', name: name.slice(0, 200), notes: all.slice(-10) };
}

/** The same traffic in a few numbers, for lists in which nobody runs it. */
export function sketchOf(traffic: PlayedTraffic): PlayedTraffic {
  const { arrivals } = traffic;
  return isRecorded(arrivals) ? { ...traffic, arrivals: reduced(arrivals, SKETCHED).kept } : traffic;
}

const SKETCHED = 60;

const reduced = (arrivals: RecordedArrivals, most: number): Kept =>
  arrivals.kind === 'times' ? keepTimes(arrivals, most) : keepCounts(arrivals, most);

interface Kept {
  kept: RecordedArrivals;
  note: string | null;
}

function keepTimes(arrivals: Extract<RecordedArrivals, { kind: 'times' }>, most: number): Kept {
  const { atMs, copies, repeats } = arrivals;
  const end = Math.max(arrivals.periodMs ?? 0, atMs.at(-1) ?? 0);
  if (atMs.length <= most || end === 0)
    return { kept: { ...arrivals, atMs: atMs.slice(0, most).map(rounded) }, note: null };
  // Half an interval more than the last instant, so that it falls into the last interval.
  const intervalMs = end / (most - 0.5);
  const counts = Array.from({ length: most }, () => 0);
  for (const at of atMs) {
    const index = Math.floor(at / intervalMs);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return {
    kept: { kind: 'counts', intervalMs, counts, spacing: 'poisson', copies, repeats },
    note: `${formatCount(atMs.length)} instants are kept as counts in ${formatCount(most)} intervals of ${formatMs(intervalMs)}; where in it a request comes is drawn.`,
  };
}

function keepCounts(arrivals: Extract<RecordedArrivals, { kind: 'counts' }>, most: number): Kept {
  const together = Math.ceil(arrivals.counts.length / most);
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
