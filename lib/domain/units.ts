/**
 * Numbers that know their unit. A `Ms` cannot be passed where a `Usd` is wanted;
 * at run time each is a plain number, so arithmetic and JSON cost nothing.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]?: Name };

/** Milliseconds. Instants are milliseconds too, on the clock that the caller names. */
export type Ms = Unit<'ms'>;
/** Mebibytes (2^20 bytes), as the platforms mean by "MB" of memory. */
export type MiB = Unit<'MiB'>;
export type Bytes = Unit<'bytes'>;
/** US dollars. */
export type Usd = Unit<'usd'>;
/** Requests per second. */
export type PerSecond = Unit<'perSecond'>;
/** A share between 0 and 1. */
export type Share = Unit<'share'>;
/** Gibibyte-seconds of configured memory, the meter of every function platform. */
export type GiBSeconds = Unit<'gibSeconds'>;

/** Where time comes from. `now()` is monotonic milliseconds, `wall()` is a date in UTC. */
export interface Clock {
  now(): Ms;
  wall(): Date;
}

/** Where randomness comes from: uniform in [0, 1). */
export type Random = () => number;

/** mulberry32 by Tommy Ettinger (public domain): a small seeded generator, so that a run can be repeated. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
