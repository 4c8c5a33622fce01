import type { BillLine } from './assessment.ts';
import { cost, type Money, toUsd, unitUsd } from './money.ts';
import type { Meter, Tier } from './prices/price.ts';

/** A bill line with its exact amount beside it. */
export interface PricedLine {
  line: BillLine;
  money: Money;
}

export interface LineText {
  meter: string;
  unit: string;
  fixed: boolean;
  assumption?: string;
}

export function priced(price: Meter, quantity: number, text: LineText): PricedLine {
  const money = cost(price.price, quantity);
  const { price: unit, unit: priceUnit, source } = price;
  return {
    money,
    line: { ...text, quantity, unitPrice: unitUsd(unit), priceUnit, usd: toUsd(money), source },
  };
}

/** One line per tier that the quantity reaches; a quantity of zero keeps one line, so that a bill shows what it looked at. */
export function graduated(tiers: readonly Tier[], quantity: number, text: LineText): PricedLine[] {
  let from = 0;
  const lines: PricedLine[] = [];
  for (const tier of tiers) {
    const part = Math.min(quantity, tier.upTo) - from;
    if (part <= 0 && lines.length > 0) break;
    lines.push(priced(tier, Math.max(0, part), nameTier(text, lines.length)));
    from = tier.upTo;
  }
  return lines;
}

const nameTier = (text: LineText, index: number): LineText =>
  index === 0 ? text : { ...text, meter: `${text.meter}, tier ${index + 1}` };
