/** Numbers as people type them, and what to say when one cannot be meant. */

export interface Bounds {
  least: number;
  most: number;
  whole: boolean;
}

const SUFFIX: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** "12,000,000", "1e6", "12M" and "1.5 k" as numbers; NaN for everything else, null for nothing. */
export function readQuantity(text: string): number | null {
  const plain = text.replace(/[\s,_]/g, '');
  if (plain === '') return null;
  const [, digits = '', suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([kmbt]?)$/i.exec(plain) ?? [];
  return digits === '' ? Number.NaN : Number(digits) * (SUFFIX[suffix.toLowerCase()] ?? 1);
}

const GROUPED = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });
/** All digits, in groups: what a field shows. */
export const writeQuantity = (value: number): string => (Number.isFinite(value) ? GROUPED.format(value) : '');

/** The value when it can be used, else the nearest that can, and why. */
export function checkQuantity(
  value: number,
  bounds: Bounds,
  fallback: number,
): { value: number; problem: string | null } {
  if (Number.isNaN(value)) return { value: fallback, problem: 'This is not a number.' };
  if (value < bounds.least)
    return { value: bounds.least, problem: `At least ${writeQuantity(bounds.least)}.` };
  if (value > bounds.most) return { value: bounds.most, problem: `At most ${writeQuantity(bounds.most)}.` };
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
