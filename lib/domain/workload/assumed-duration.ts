import { formatMs } from '../charts/format.ts';
import type { Ms } from '../units.ts';
import type { Workload } from './workload.ts';

/**
 * The described duration of a request where no run can show it: longer than the timeout, or than a side is measured.
 * Then nothing is sent, and limits and bill alone judge. Null: what the run measures counts.
 */
export function assumedDuration(
  { durationSeconds, timeoutMs }: Pick<Workload, 'durationSeconds' | 'timeoutMs'>,
  { secondsPerCandidate }: { secondsPerCandidate: number },
): Ms | null {
  const ms = (durationSeconds ?? 0) * 1000;
  return ms > Math.min(timeoutMs, secondsPerCandidate * 1000) ? ms : null;
}

/** What comes of a duration that is assumed, in a sentence; null where the run measures. */
export function assumedWords(...run: Parameters<typeof assumedDuration>): string | null {
  const ms = assumedDuration(...run);
  return ms === null
    ? null
    : `A request takes ${formatMs(ms)} as described, longer than its timeout or the measured time: none is sent, and limits and bill alone judge.`;
}
