import type { Measured } from './measured.ts';

export function mean(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum / values.length;
}

const Z = 1.959963984540054;

/**
 * 97.5% quantile of Student's t by the Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5):
 * within 0.3% from 4 degrees of freedom on.
 */
export function studentT(degrees: number): number {
  const z = Z;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
}

const FEWEST = 5;

/**
 * Mean with Student's t interval (95%). Right for means of many values even when they are skewed
 * (central limit theorem); below 5 values the interval is null. Null without values.
 */
export function meanWithInterval(values: readonly number[]): Measured | null {
  const value = mean(values);
  if (value === null) return null;
  const n = values.length;
  if (n < FEWEST) return { value, interval: null, samples: n };
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  const half = studentT(n - 1) * Math.sqrt(variance / n);
  return { value, interval: [value - half, value + half], samples: n };
}
