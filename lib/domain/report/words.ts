import { formatUsd } from '../charts/format.ts';
import type { BillDifference } from '../cost/assessment.ts';
import type { Outcome, Side } from '../execution/executor.ts';
import type { Verdict } from '../recommendation/assessment.ts';
import type { TrafficShape } from '../workload/workload.ts';
import type { Difference } from './measurement.ts';
import { changeWords, times } from './ratio-words.ts';

/** How things of the report are written in tables; whole sentences come with the report itself. */

export const SIDE_NAMES: Record<Side, string> = { function: 'Functions', container: 'Containers' };

export const OUTCOME_WORDS: Record<Outcome, string> = {
  ok: 'answered',
  'handler-error': 'handler threw',
  'invalid-response': 'invalid response',
  timeout: 'timed out',
  'out-of-memory': 'out of memory',
  exited: 'process exited',
  'init-error': 'code did not load',
  throttled: 'throttled',
  cancelled: 'cancelled',
  unavailable: 'executor unavailable',
};

export const CONFIDENCE_WORDS: Record<Verdict['confidence'], string> = {
  close: 'Close',
  leaning: 'Leaning',
  clear: 'Clear',
};

export const SHAPE_WORDS: Record<TrafficShape, string> = {
  steady: 'steady traffic',
  'office-hours': 'office-hours traffic',
  'evening-peak': 'evening-peak traffic',
  bursts: 'bursty traffic',
};

/**
 * "Functions 3.1 times slower, between 2.8 and 3.4". Always told from the function side, always
 * with a factor above one, so that rows compare; without evidence of a difference it says so.
 */
export function differenceWords({ ratio, interval, doubt }: Difference): string {
  if (doubt !== null) return `in doubt: ${doubt}`;
  if (interval === null) return 'too few samples to tell';
  if (interval[0] <= 1 && interval[1] >= 1) {
    return `no clear difference, between ${times(interval[0])} and ${times(interval[1])} times`;
  }
  const { by, between } = changeWords(ratio, interval);
  return `Functions ${by}, ${between}`;
}

/** "Containers $24.1 more a month, between $22 and $26". */
export function costWords({ usd: gap, interval: ends }: BillDifference): string {
  if (ends[0] <= 0 && ends[1] >= 0) return 'no clear difference';
  const [low, high] = gap > 0 ? ends : [-ends[1], -ends[0]];
  const words = `${gap > 0 ? 'Containers' : 'Functions'} ${formatUsd(Math.abs(gap))} more a month`;
  const [from, to] = [formatUsd(low), formatUsd(high)];
  return from === to ? words : `${words}, between ${from} and ${to}`;
}

const WHEN = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** "21 Nov 2025, 01:28 UTC": the same on the server and in every browser. */
export const whenWords = (iso: string): string => `${WHEN.format(new Date(iso))} UTC`;
