import type { Ms } from '../units.ts';

/** Averages of consecutive stretches of time, oldest first; `until` is the end of the stretch. */
export type Window = readonly { readonly until: Ms; readonly length: Ms; readonly value: number }[];

/** A stretch counts as at least this long: Knative keeps its averages in buckets of a second. */
const SHORTEST: Ms = 1_000;

/**
 * Adds the average since the last stretch and forgets what is older than `keep`. After a silence longer than
 * `keep` the window begins anew, as Knative's does, so that zero hours ago do not thin a first burst.
 */
export function record(window: Window, now: Ms, value: number, keep: Ms): Window {
  const kept = window.filter(({ until }) => until > now - keep);
  const last = kept.at(-1);
  const length = last === undefined ? SHORTEST : Math.max(SHORTEST, now - last.until);
  return [...kept, { until: now, length, value }];
}

/** The average of the last `span`, or of what there is of it; each stretch weighs by its length. 0 when empty. */
export function average(window: Window, now: Ms, span: Ms): number {
  let sum = 0;
  let time = 0;
  for (const { until, length, value } of window) {
    const weight = Math.min(length, until - (now - span));
    if (weight <= 0) continue;
    sum += value * weight;
    time += weight;
  }
  return time === 0 ? 0 : sum / time;
}
