import type { Ms } from '../../../units.ts';
import { BlockRandom } from '../../random/block-random.ts';

export interface NaiveRules {
  cold: (random: BlockRandom) => Ms;
  keepAlive: (random: BlockRandom) => Ms;
  lifetime: ((random: BlockRandom) => Ms) | null;
  maxConcurrency: number;
}

interface Instance {
  born: Ms;
  freeAt: Ms;
  retires: Ms;
  endsAt: Ms;
}

/**
 * The keep-alive model as one would write it down: every instance is looked at for every request. Draws
 * in the order in which `FunctionPool` does: a keep-alive when an instance becomes free.
 */
export function naive(rules: NaiveRules, times: Float64Array, warm: Float64Array, end: Ms, seed: number) {
  const random = [1, 2, 3].map((stream) => new BlockRandom(seed, stream));
  const [colds, keeps, lives] = [random[0], random[1], random[2]];
  if (!colds || !keeps || !lives) throw new RangeError('Three streams wanted.');
  const all: Instance[] = [];
  let [cold, throttled, serviceMs] = [0, 0, 0];
  const settle = (at: Ms) => {
    const freed = all
      .filter((one) => one.freeAt <= at && Number.isNaN(one.endsAt))
      .sort((a, b) => a.freeAt - b.freeAt);
    for (const one of freed) {
      const expires = one.freeAt + rules.keepAlive(keeps);
      one.endsAt = Math.max(one.freeAt, Math.min(expires, one.retires));
    }
  };
  times.forEach((at, index) => {
    settle(at);
    if (all.filter((one) => one.freeAt > at).length >= rules.maxConcurrency) {
      throttled++;
      return;
    }
    const idle = all.filter((one) => one.freeAt <= at && one.endsAt > at);
    const chosen = idle.toSorted((a, b) => b.freeAt - a.freeAt)[0];
    const service = chosen ? (warm[index] ?? 0) : rules.cold(colds);
    serviceMs += service;
    if (chosen) Object.assign(chosen, { freeAt: at + service, endsAt: Number.NaN });
    else {
      cold++;
      const retires = rules.lifetime ? at + rules.lifetime(lives) : Number.POSITIVE_INFINITY;
      all.push({ born: at, freeAt: at + service, retires, endsAt: Number.NaN });
    }
  });
  settle(end);
  const until = (one: Instance) => (Number.isNaN(one.endsAt) ? end : Math.min(end, one.endsAt));
  return {
    cold,
    throttled,
    instances: all.filter((one) => Number.isNaN(one.endsAt) || one.endsAt > end).length,
    instanceMs: all.reduce((sum, one) => sum + until(one) - one.born, 0),
    busyMs: serviceMs - all.reduce((sum, one) => sum + Math.max(0, one.freeAt - end), 0),
  };
}
