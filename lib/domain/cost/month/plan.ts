import { CrossoverError } from '../../errors.ts';
import type { PlatformChoice } from '../bill.ts';
import { sizeMeter } from '../ec2.ts';
import { findSheet } from '../find-sheet.ts';
import { type BillOptions, withDefaults } from '../options.ts';
import type { Charge, PlatformRule } from '../rules/rule.ts';
import { defaultPriceBook } from '../sheets/default-book.ts';
import type { SheetMeter } from '../sheets/sheet.ts';
import type { Usage } from '../usage.ts';
import { activeCpuMonth } from './active-cpu.ts';
import { companionItems, type Item } from './companions.ts';
import { linear, scaled } from './linear.ts';
import {
  type Context,
  instanceMonth,
  invocationMonth,
  type MonthQuantities,
  sharedInstanceMonth,
} from './quantities.ts';

/** A month of a workload on one platform with everything settled but the traffic. */
export interface MonthPlan {
  context: Context;
  month: MonthQuantities;
  items: readonly Item[];
  /** Dollars for one unit of the sheet's currency. */
  rate: number;
}

const MODELS: Readonly<Record<PlatformRule['model'], ((context: Context) => MonthQuantities) | null>> = {
  invocation: invocationMonth,
  'shared-instance': sharedInstanceMonth,
  'active-cpu': activeCpuMonth,
  instance: instanceMonth,
  units: null,
  unpriced: null,
};

/**
 * @throws CrossoverError when platform or region is unknown, has no compute price, sells no size for
 * the workload, or is priced in a currency without a rate.
 */
export function planMonth(choice: PlatformChoice, usage: Usage, options?: Partial<BillOptions>): MonthPlan {
  const settled = withDefaults(options);
  const book = settled.book ?? defaultPriceBook();
  const found = findSheet(book, choice.platform, choice.region);
  const context: Context = { found, usage, options: settled, book };
  const reason = whyNot(context);
  const model = MODELS[found.rule.model];
  if (reason !== null || model === null)
    throw notPriced(found.sheet.name, reason ?? 'it is no place to run code');
  checkEphemeral(context);
  const month = model(context);
  const own = found.rule.charges.flatMap((charge) => itemOf(charge, context, month));
  return { context, month, items: [...own, ...companionItems(context)], rate: rateOf(context) };
}

/** @throws CrossoverError when the storage that the options ask for is not sold. */
function checkEphemeral({ found: { sheet, rule }, options: { ephemeralMiB } }: Context): void {
  if (ephemeralMiB === undefined || rule.ephemeral === undefined) return;
  // What is included is never too little: only more is set.
  const most = rule.ephemeral.maxGb * 1024;
  if (ephemeralMiB <= most) return;
  throw notPriced(
    sheet.name,
    `it sells no ephemeral storage of ${ephemeralMiB} MiB; nearest valid value: ${most}.`,
  );
}

/** Why a workload cannot be priced there; null when it can. */
export function whyNot({ found: { rule, sheet } }: Pick<Context, 'found'>): string | null {
  if (rule.notForWorkloads !== undefined) return rule.notForWorkloads;
  if (rule.model === 'unpriced') return `No sourced price: ${sheet.unsourced.join('; ')}.`;
  if (rule.model === 'units') return 'It stands beside a workload and runs no code.';
  return null;
}

function itemOf(charge: Charge, context: Context, month: MonthQuantities): Item[] {
  const meter = meterFor(charge, context, month.type);
  const factors = typeof charge.of === 'string' ? [charge.of] : charge.of;
  const quantity = factors.length === 1 ? month.quantities[factors[0] ?? ''] : undefined;
  // A quantity without any term is none, e.g. storage that nobody asked for.
  if (meter === undefined || quantity === undefined || quantity.size === 0) return [];
  return [
    {
      meter,
      part: charge.part,
      quantity: charge.scale === undefined ? quantity : scaled(linear(...quantity), charge.scale),
    },
  ];
}

function meterFor(
  charge: Charge,
  { found, options, book }: Context,
  type: string | null,
): SheetMeter | undefined {
  if (charge.bySize)
    return type === null ? undefined : sizeMeter(book, found.rule.sizesOf ?? found.sheet.id, type);
  const arm = options.arch === 'arm64' ? found.sheet.meters[`${charge.meter}_arm64`] : undefined;
  return arm ?? found.sheet.meters[charge.meter];
}

function rateOf({ found: { sheet }, options }: Context): number {
  if (sheet.currency === 'USD') return 1;
  if (options.usdPerEur !== null && options.usdPerEur > 0) return options.usdPerEur;
  throw new CrossoverError({
    code: 'no-exchange-rate',
    owner: 'yours',
    message: `${sheet.name} is priced in ${sheet.currency}, and no rate of exchange has a source.`,
    remedy: 'Give the dollars for one euro.',
  });
}

const notPriced = (name: string, reason: string) =>
  new CrossoverError({
    code: 'not-priced',
    owner: 'yours',
    message: `A workload cannot be priced on ${name}: ${reason}`,
    remedy: 'Choose another platform.',
  });
