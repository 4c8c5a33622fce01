import type { PriceSheetInput, SheetMeter } from './sheet.ts';
import type { SourceKey } from './sources.ts';

type MeterInput = PriceSheetInput['meters'][string];
type Extra = Partial<Pick<SheetMeter, 'per' | 'free' | 'included' | 'note'>>;

/** One price, or graduated prices as `[upTo, price]` with null for the last. */
export function meter(
  label: string,
  unit: string,
  price: string | readonly (readonly [upTo: number | null, price: string])[],
  source: SourceKey,
  extra: Extra = {},
): MeterInput {
  const tiers = typeof price === 'string' ? [[null, price] as const] : price;
  return {
    label,
    unit,
    tiers: tiers.map(([upTo, one]) => ({ upTo, price: one })),
    source,
    ...extra,
  };
}

/** Priced for a million. */
export const MILLION = { per: 1e6 } as const;
