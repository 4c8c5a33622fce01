import { z } from 'zod';
import type { Ms } from '../../units.ts';
import type { BlockRandom } from './block-random.ts';
import { Draws } from './draws.ts';

const LONGEST = 366 * 24 * 3600 * 1000;
const ms = (what: string) =>
  z
    .number({ error: `Give ${what} in ms.` })
    .min(0, 'A time is at least 0 ms.')
    .max(LONGEST, 'At most a year.');

/** A time that varies. All times in ms. */
export const Distribution = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), ms: ms('the time') }),
  z.object({ kind: z.literal('exponential'), meanMs: ms('the mean') }),
  z
    .object({ kind: z.literal('uniform'), fromMs: ms('the least'), toMs: ms('the most') })
    .refine((spec) => spec.fromMs <= spec.toMs, {
      message: 'The least is above the most.',
      path: ['fromMs'],
    }),
  z
    .object({
      kind: z.literal('lognormal'),
      medianMs: ms('the median'),
      sigma: z.number({ error: 'Give sigma.' }).min(0, 'At least 0.').max(10, 'At most 10.'),
    })
    .describe('exp(normal with mean ln(median) and standard deviation sigma).'),
  z
    .object({
      kind: z.literal('empirical'),
      valuesMs: z.array(ms('each value')).min(1, 'At least one measured value.'),
    })
    .describe('One of the measured values, each as likely as the others.'),
  z
    .object({
      kind: z.literal('weighted'),
      valuesMs: z.array(ms('each value')).min(1, 'At least one value.'),
      weights: z.array(z.number().min(0)).min(1, 'At least one weight.'),
    })
    .refine((spec) => spec.valuesMs.length === spec.weights.length && spec.weights.some((one) => one > 0), {
      message: 'One weight for each value, not all 0.',
      path: ['weights'],
    })
    .describe('One of the values, as likely as its weight: what a histogram of a measurement becomes.'),
]);
export type Distribution = z.infer<typeof Distribution>;
type Of<Kind extends Distribution['kind']> = Extract<Distribution, { kind: Kind }>;

interface Family<Spec> {
  mean: (spec: Spec) => Ms;
  fill: (spec: Spec, random: BlockRandom) => (out: Float64Array, count: number) => void;
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const FAMILIES: { [Kind in Distribution['kind']]: Family<Of<Kind>> } = {
  fixed: {
    mean: (spec) => spec.ms,
    fill: (spec) => (out, count) => void out.fill(spec.ms, 0, count),
  },
  exponential: {
    mean: (spec) => spec.meanMs,
    fill: (spec, random) => (out, count) => random.exponential(out, count, spec.meanMs),
  },
  uniform: {
    mean: (spec) => (spec.fromMs + spec.toMs) / 2,
    fill: (spec, random) => mapped(random, (u) => spec.fromMs + u * (spec.toMs - spec.fromMs)),
  },
  lognormal: {
    mean: (spec) => spec.medianMs * Math.exp(spec.sigma ** 2 / 2),
    fill: (spec, random) => mapped(random, (u) => spec.medianMs * Math.exp(spec.sigma * normal(u, random))),
  },
  empirical: {
    mean: (spec) => average(spec.valuesMs),
    fill: (spec, random) => {
      const values = Float64Array.from(spec.valuesMs);
      return mapped(random, (u) => values[Math.floor(u * values.length)] ?? 0);
    },
  },
  weighted: {
    mean: (spec) =>
      average(spec.valuesMs.map((value, index) => value * (spec.weights[index] ?? 0))) /
      average(spec.weights),
    fill: (spec, random) => {
      const pick = aliasTable(spec.weights);
      return mapped(random, (u) => spec.valuesMs[pick(u)] ?? 0);
    },
  },
};

function mapped(random: BlockRandom, map: (uniform: number) => number) {
  return (out: Float64Array, count: number): void => {
    random.uniform(out, count);
    for (let index = 0; index < count; index++) out[index] = map(out[index] ?? 0);
  };
}

/** Box & Muller (1958). */
const normal = (uniform: number, random: BlockRandom): number =>
  Math.sqrt(-2 * Math.log(1 - uniform)) * Math.cos(2 * Math.PI * random.next());

/** Walker's alias method as set up by Vose (1991): one uniform number picks by weight in constant time. */
function aliasTable(weights: readonly number[]): (uniform: number) => number {
  const n = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = Float64Array.from(weights, (weight) => (weight * n) / total);
  const alias = Int32Array.from(share, (_, index) => index);
  const small = [...share.keys()].filter((index) => (share[index] ?? 0) < 1);
  const large = [...share.keys()].filter((index) => (share[index] ?? 0) >= 1);
  for (
    let low = small.pop(), high = large.pop();
    low !== undefined && high !== undefined;
    low = small.pop()
  ) {
    alias[low] = high;
    const left = (share[high] ?? 0) - (1 - (share[low] ?? 0));
    share[high] = left;
    if (left >= 1) continue;
    small.push(high);
    high = large.pop();
  }
  return (uniform) => {
    const column = Math.floor(uniform * n);
    return uniform * n - column < (share[column] ?? 1) ? column : (alias[column] ?? column);
  };
}

const familyOf = <Kind extends Distribution['kind']>(spec: Of<Kind>): Family<Of<Kind>> =>
  FAMILIES[spec.kind as Kind];

export const meanOf = (spec: Distribution): Ms => familyOf(spec).mean(spec);

/** Fills blocks with times of that distribution. */
export const fillerOf = (spec: Distribution, random: BlockRandom) => familyOf(spec).fill(spec, random);

export const drawsOf = (spec: Distribution, random: BlockRandom): Draws => new Draws(fillerOf(spec, random));

/** One of each, added: e.g. an init and the first request. */
export function drawsOfSum(specs: readonly Distribution[], random: BlockRandom): Draws {
  const parts = specs.map((spec) => drawsOf(spec, random));
  return new Draws((out, count) => {
    for (let index = 0; index < count; index++)
      out[index] = parts.reduce((sum, part) => sum + part.next(), 0);
  });
}
