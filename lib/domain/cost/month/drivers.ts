import type { Ms, PerSecond, Share } from '../../units.ts';
import { ASSUMED } from '../assumptions.ts';
import type { Usage } from '../usage.ts';
import { type TrafficClass, trafficClasses } from './traffic-classes.ts';

/**
 * What a month's traffic drives. A driver is a small description; its value follows from the classes of
 * hours. `S` is the billed time of a request in seconds, `n` the replicas that a class needs.
 */
export type Driver =
  | { kind: 'one' }
  | { kind: 'requests' }
  /**
   * Cold starts expected at Poisson arrivals, and `beyond` as a share of the requests more (or less) than those;
   * `ready` environments of `seconds` take their share first.
   */
  | { kind: 'cold'; ready: number; seconds: number; beyond: Share }
  /** Requests that `ready` environments take: offered load less what Erlang's B formula turns away. */
  | { kind: 'on-ready'; ready: number; seconds: number }
  /** Hours of instances beyond the minimum; `per` replicas fit one instance. */
  | { kind: 'added-hours'; capacity: number; minimum: number; per: number; most: number }
  /** Seconds of instances with at least one request in progress; of at most `ready` of them when given. */
  | { kind: 'busy'; capacity: number; seconds: number; ready: number | null };

export const keyOfDriver = (driver: Driver): string =>
  driver.kind === 'one' ? 'one' : Object.values(driver).join(':');

/** 3.0000000001 replicas from rounding are 3. */
const EDGE = 1e-9;

/** Replicas that carry a peak. A capacity that is not above zero was not measured: then none are added. */
export const replicasFor = (peak: number, capacity: number, minimum: number, most: number): number =>
  capacity > 0
    ? Math.min(Math.max(minimum, most), Math.max(minimum, Math.ceil(peak / capacity - EDGE)))
    : minimum;

export function driverValue(driver: Driver, classes: readonly TrafficClass[]): number {
  if (driver.kind === 'one') return 1;
  let sum = 0;
  for (const one of classes) sum += one.hours * hourly(driver, one);
  return sum;
}

/** Requests of one environment that nothing came before during the keep-alive, at Poisson arrivals. */
const coldShareAt = (rate: PerSecond, keepAlive: Ms = ASSUMED.keepAliveMs): Share =>
  Math.exp((-rate * keepAlive) / 1000);

/**
 * Expected share of cold starts in a month: a request is cold when nothing came during the keep-alive before it.
 * With Poisson arrivals at rate r that is exp(-r * keepAlive) for one environment; hours are weighted by their
 * requests, so the quiet hours count for what they carry. Left out: environments added in parallel at peaks,
 * which the share of requests makes small.
 */
export function expectedColdShare(
  { requestsPerMonth, shape }: Pick<Usage, 'requestsPerMonth' | 'shape'>,
  keepAlive: Ms = ASSUMED.keepAliveMs,
): Share {
  let cold = 0;
  for (const { hours, rate } of trafficClasses(requestsPerMonth, shape))
    cold += hours * rate * 3600 * coldShareAt(rate, keepAlive);
  return requestsPerMonth > 0 ? cold / requestsPerMonth : 0;
}

/** A driver's growth in one hour of a class. */
function hourly(driver: Exclude<Driver, { kind: 'one' }>, { rate, peak }: TrafficClass): number {
  switch (driver.kind) {
    case 'requests':
      return rate * 3600;
    case 'cold': {
      const share = coldShareAt(rate) + driver.beyond;
      const cold = rate * 3600 * Math.min(1, Math.max(0, share));
      return driver.ready === 0 ? cold : cold * erlangB(driver.ready, rate * driver.seconds);
    }
    case 'on-ready':
      return rate * 3600 * (1 - erlangB(driver.ready, rate * driver.seconds));
    case 'added-hours': {
      const { capacity, minimum, per, most } = driver;
      const least = Math.ceil(minimum / per - EDGE);
      return Math.max(0, Math.ceil(replicasFor(peak, capacity, minimum, most) / per - EDGE) - least);
    }
    case 'busy':
      return busySeconds(driver, rate, peak);
  }
}

/**
 * Share of an instance's time with at least one request in progress: 1 - exp(-rate * S), the busy
 * probability of M/G/infinity (Poisson arrivals, any distribution of S), with traffic spread evenly.
 */
function busySeconds(
  { capacity, seconds, ready }: Extract<Driver, { kind: 'busy' }>,
  rate: number,
  peak: number,
): number {
  const needed = replicasFor(peak, capacity, 1, Number.POSITIVE_INFINITY);
  const instances = ready === null ? needed : Math.min(ready, needed);
  return 3600 * instances * -Math.expm1((-rate / needed) * seconds);
}

/**
 * Share of requests that find all `servers` busy at `offered` Erlang: B(n) = aB(n-1) / (n + aB(n-1)).
 * Source: Erlang 1917; the recursion is numerically stable.
 */
export function erlangB(servers: number, offered: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked);
  return blocked;
}
