import type { Ms, Share } from '../../units.ts';
import { FunctionPool } from '../functions/pool.ts';
import { type RequestLog, warmAtStart } from '../published/lambda-logs.ts';
import { Draws } from '../random/draws.ts';

const always = (value: number): Draws => new Draws((out) => out.fill(value), 1);

/**
 * The requests of a log, at their times and as long as they took, through the keep-alive model: which of
 * them would have been cold. `lifetime` is the age from which an instance takes no more requests.
 */
export function replay(log: RequestLog, keepAlive: Ms, lifetime: Ms | null = null): boolean[] {
  const times = Float64Array.from(log.atMs);
  const elapsed = Float64Array.from(log.elapsedMs);
  let index = 0;
  const pool = new FunctionPool(
    {
      cold: new Draws((out) => out.fill(elapsed[index] ?? 0), 1),
      keepAlive: always(keepAlive),
      lifetime: lifetime === null ? null : always(lifetime),
      maxConcurrency: Number.POSITIVE_INFINITY,
      burst: null,
      billingStep: 1,
      unbilled: 0,
    },
    warmAtStart(log),
  );
  return log.atMs.map((_, at) => {
    index = at;
    const before = pool.coldStarts;
    pool.run(times, elapsed.subarray(at, at + 1), at, at + 1);
    return pool.coldStarts > before;
  });
}

export interface ReplayScore {
  keepAliveMs: Ms;
  requests: number;
  observed: number;
  predicted: number;
  /** Predicted cold starts that were cold in the log too: the same requests. */
  same: number;
  /** (predicted - observed) / observed. */
  error: Share;
}

export function score(log: RequestLog, keepAliveMs: Ms, lifetime: Ms | null = null): ReplayScore {
  const cold = replay(log, keepAliveMs, lifetime);
  const predicted = cold.filter(Boolean).length;
  const observed = log.cold.length;
  return {
    keepAliveMs,
    requests: cold.length,
    observed,
    predicted,
    same: log.cold.filter((index) => cold[index] === true).length,
    error: (predicted - observed) / observed,
  };
}

const [FROM, TO, STEP] = [60_000, 1_800_000, 10_000];

export interface KeepAliveFit {
  best: ReplayScore;
  /** The shortest and the longest keep-alive that fit as well: the log does not tell them apart. */
  equallyGood: readonly [ReplayScore, ReplayScore];
}

/**
 * The fixed keep-alive, between 1 and 30 minutes, with which the replay of a log has as many cold starts
 * as the log. Several do; `best` is the one in the middle of them.
 */
export function calibrateKeepAlive(log: RequestLog, lifetime: Ms | null = null): KeepAliveFit {
  const candidates = Array.from({ length: (TO - FROM) / STEP + 1 }, (_, n) => FROM + n * STEP);
  const scores = candidates.map((keepAlive) => score(log, keepAlive, lifetime));
  const least = Math.min(...scores.map(({ error }) => Math.abs(error)));
  const good = scores.filter(({ error }) => Math.abs(error) <= least + 1e-9);
  const [first, best, last] = [good[0], good[Math.floor((good.length - 1) / 2)], good.at(-1)];
  if (first === undefined || best === undefined || last === undefined)
    throw new RangeError('There is no keep-alive to choose from.');
  return { best, equallyGood: [first, last] };
}
