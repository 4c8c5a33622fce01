import type { Usd } from '../units.ts';
import { type Money, priceOf, toUsd } from './money.ts';
import type { SheetMeter } from './sheets/sheet.ts';

/** The exact lines of one meter. */
export interface MeterLine {
  label: string;
  /** As metered, free part included. */
  quantity: number;
  free: number;
  unit: string;
  unitPrice: number;
  priceUnit: string;
  money: Money;
  usd: Usd;
  source: string;
}

const MICRO = 1e6;
const micro = (value: number): bigint => BigInt(Math.round(value * MICRO));

/** `quantity` units at `price` for `per` of them, exact to an atto-dollar. */
function amount(price: string, per: number, quantity: number): Money {
  const { pico } = priceOf(price);
  return (pico * micro(quantity) * BigInt(MICRO)) / micro(per);
}

/** Units that cost nothing: what a subscription covers, and the free tier when it counts. */
export const freeUnits = (meter: Pick<SheetMeter, 'free' | 'included'>, freeTier: boolean): number =>
  meter.included + (freeTier ? meter.free : 0);

/**
 * One line per tier that the charged quantity reaches, the first one also when nothing is charged, so
 * that a bill shows what it looked at. Free units come off before the tiers begin.
 * @throws RangeError when the quantity is not a number of at least 0.
 */
export function meterLines(meter: SheetMeter, quantity: number, freeTier: boolean): MeterLine[] {
  if (!(Number.isFinite(quantity) && quantity >= 0)) throw new RangeError(`Not a quantity: ${quantity}`);
  const free = Math.min(quantity, freeUnits(meter, freeTier));
  const charged = quantity - free;
  const lines: MeterLine[] = [];
  let from = 0;
  for (const tier of meter.tiers) {
    const first = lines.length === 0;
    const part = Math.max(0, Math.min(charged, tier.upTo ?? Number.POSITIVE_INFINITY) - from);
    if (part <= 0 && !first) break;
    const money = amount(tier.price, meter.per, part);
    lines.push({
      label: first ? meter.label : `${meter.label}, tier ${lines.length + 1}`,
      quantity: first ? part + free : part,
      free: first ? free : 0,
      unit: meter.unit,
      unitPrice: Number(tier.price),
      priceUnit: priceUnit(meter),
      money,
      usd: toUsd(money),
      source: meter.source,
    });
    from = tier.upTo ?? Number.POSITIVE_INFINITY;
  }
  return lines;
}

/** One of "GB-seconds" is a GB-second; what has no plural, as CPU-ms or GB, stays. */
const one = (unit: string): string => unit.replace(/^(\S*[a-z]{3,})s(?= |$)/, '$1');

const priceUnit = ({ per, unit }: SheetMeter): string =>
  per === 1 ? `per ${one(unit)}` : `per ${per.toLocaleString('en-US')} ${unit}`;

/** The same sum in binary floating point, for charts: agrees with the lines to far below a cent. */
export function meterUsd(meter: CompiledMeter, quantity: number): Usd {
  let charged = quantity - meter.free;
  if (charged <= 0) return 0;
  let usd = 0;
  for (let index = 0; index < meter.prices.length; index++) {
    const width = meter.widths[index] ?? Number.POSITIVE_INFINITY;
    const part = charged < width ? charged : width;
    usd += part * (meter.prices[index] ?? 0);
    charged -= part;
    if (charged <= 0) break;
  }
  return usd;
}

/** A meter as plain numbers: tier widths and prices of one unit. */
export interface CompiledMeter {
  free: number;
  widths: readonly number[];
  prices: readonly number[];
}

export function compileMeter(meter: SheetMeter, freeTier: boolean): CompiledMeter {
  let from = 0;
  const widths = meter.tiers.map(({ upTo }) => {
    const end = upTo ?? Number.POSITIVE_INFINITY;
    const width = end - from;
    from = end;
    return width;
  });
  return {
    free: freeUnits(meter, freeTier),
    widths,
    prices: meter.tiers.map(({ price }) => Number(price) / meter.per),
  };
}
