import type { TrafficProfile } from '../load/traffic.ts';
import type { Ms, Share } from '../units.ts';

/** What the bills assume beyond what was measured. One place, so that the report can list all of it. */
export const ASSUMED = {
  /** How long the platform keeps an idle environment. AWS does not say; observed 5 to 10 minutes (2019 to 2021). */
  keepAliveMs: 10 * 60 * 1000,
  /** Share of its capacity that a task is planned to use; the rest absorbs fluctuation. */
  targetUtilisation: 0.6,
  /** Request and answer together. */
  bytesPerRequest: 4096,
  /** Clients keep their connection open for this many requests. */
  requestsPerConnection: 10,
  /** HTTP work around the handler: no task serves more than 600 requests a second. */
  leastBusyMs: 1,
} as const;

/**
 * Expected share of cold starts at the described traffic: a request is cold when nothing came during
 * the keep-alive before it. With Poisson arrivals at rate r that is exp(-r * keepAlive) for one
 * environment; hours are weighted by their requests, so the quiet hours count for what they carry.
 * Left out: environments added in parallel at peaks, which the share of requests makes small.
 */
export function expectedColdShare(profile: Pick<TrafficProfile, 'hourly'>, keepAlive: Ms): Share {
  let requests = 0;
  let cold = 0;
  for (const rate of profile.hourly) {
    requests += rate;
    cold += rate * Math.exp((-rate * keepAlive) / 1000);
  }
  return requests === 0 ? 0 : cold / requests;
}
