import { writeNumber } from '#lib/domain/numbers/write-number.ts';

/** What to say when a typed number cannot be meant, and where it stands on a slider. */

export interface Bounds {
  least: number;
  most: number;
  whole: boolean;
}

/** The value when it can be used, else the nearest that can, and why. */
export function checkQuantity(
  value: number,
  bounds: Bounds,
  fallback: number,
): { value: number; problem: string | null } {
  if (Number.isNaN(value)) return { value: fallback, problem: 'This is not a number.' };
  if (value < bounds.least) return { value: bounds.least, problem: `At least ${writeNumber(bounds.least)}.` };
  if (value > bounds.most) return { value: bounds.most, problem: `At most ${writeNumber(bounds.most)}.` };
  if (bounds.whole && !Number.isInteger(value)) {
    return { value: Math.round(value), problem: 'A whole number only.' };
  }
  return { value, problem: null };
}

/** Two significant digits: what a slider can be set to without a false precision. */
const ROUND = 2;

/** Where a value stands on a slider of `steps` steps; even in the logarithm, with a place for zero at its low end. */
export function toStep(value: number, bounds: Bounds, steps: number): number {
  const low = lowOf(bounds);
  if (value < low) return 0;
  const share = Math.log(value / low) / Math.log(bounds.most / low);
  return Math.round(Math.min(1, share) * (steps - 1)) + 1;
}

export function fromStep(step: number, bounds: Bounds, steps: number): number {
  const low = lowOf(bounds);
  if (step <= 0) return bounds.least;
  const value = Number((low * (bounds.most / low) ** ((step - 1) / (steps - 1))).toPrecision(ROUND));
  const rounded = bounds.whole ? Math.round(value) : value;
  return Math.min(bounds.most, Math.max(bounds.least, rounded));
}

/** A logarithm has no zero: below this the slider stands at its first step. */
const lowOf = ({ least, most, whole }: Bounds): number => (least > 0 ? least : whole ? 1 : most / 1e5);
