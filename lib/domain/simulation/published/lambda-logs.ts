import type { Ms } from '../../units.ts';
import first from './lambda-log-a.json' with { type: 'json' };
import second from './lambda-log-b.json' with { type: 'json' };

/** Requests to a real platform, in the order of their arrival. */
export interface RequestLog {
  atMs: readonly Ms[];
  /** From sending to the answer, as the client saw it. */
  elapsedMs: readonly Ms[];
  /** Which instance answered. */
  instance: readonly number[];
  /** Indexes of the requests that were cold starts. */
  cold: readonly number[];
}

/**
 * Two logs of one function on AWS Lambda in 2020, 5,050 and 428 requests of about 28 h each. Source and
 * licence (MIT) are in the files. Times are rounded to 0.1 ms, elapsed times to 1 us.
 */
export const LAMBDA_LOGS: { first: RequestLog; second: RequestLog } = { first, second };

/** Instances whose first request in the log was not cold: they were there before it began. */
export function warmAtStart(log: RequestLog): number {
  const cold = new Set(log.cold);
  const seen = new Set<number>();
  return log.instance.filter((instance, index) => {
    const first = !seen.has(instance);
    seen.add(instance);
    return first && !cold.has(index);
  }).length;
}
