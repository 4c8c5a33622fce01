import type { Ms, PerSecond, Share } from '../units.ts';

/** Closed formulas that the simulation must agree with where it reduces to them. Offered load in erlangs: rate times mean service time. */

/**
 * Share of requests that find all `servers` busy and are lost (M/G/m/m, whatever the distribution of
 * service). Erlang 1917, by the recursion 1/B(m) = 1 + m/a 1/B(m-1).
 */
export function erlangB(servers: number, offered: number): Share {
  let inverse = 1;
  for (let m = 1; m <= servers; m++) inverse = 1 + (m / offered) * inverse;
  return 1 / inverse;
}

/** Share of requests that must wait (M/M/m with an endless queue); 1 when the load is not below the servers. */
export function erlangC(servers: number, offered: number): Share {
  if (offered >= servers) return 1;
  const lost = erlangB(servers, offered);
  return lost / (1 - (offered / servers) * (1 - lost));
}

/** Mean wait of all requests in M/M/m. */
export const meanWait = (servers: number, rate: PerSecond, service: Ms): Ms =>
  (erlangC(servers, (rate * service) / 1000) * service) / (servers - (rate * service) / 1000);

/** Share of requests rejected by M/M/m with `room` places in servers and queue together. */
export function rejectedShare(servers: number, room: number, offered: number): Share {
  const weights = [1];
  for (let n = 1; n <= room; n++) weights.push(((weights[n - 1] ?? 0) * offered) / Math.min(n, servers));
  return (weights[room] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
}

/** Cold starts when one instance is enough: no request came during the keep-alive before (Poisson arrivals). */
export const loneColdShare = (rate: PerSecond, keepAlive: Ms): Share => Math.exp((-rate * keepAlive) / 1000);
