import type { MiB } from '#lib/domain/units.ts';

export const LEAST_BROWSERS = 8;

/**
 * How many browsers keep what they deployed in the playground; more while more are at work. Each keeps an environment
 * and a replica for each of its last pieces of code, so one is reckoned with half a GiB. A class of thirty on one
 * machine would otherwise deploy anew at each press.
 */
export const browsersFor = (memory: MiB): number =>
  Math.min(32, Math.max(LEAST_BROWSERS, Math.floor(memory / 512)));
