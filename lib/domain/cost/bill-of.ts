import { formatMs } from '../charts/format.ts';
import type { Usd } from '../units.ts';
import { ASSUMED } from './assumptions.ts';
import type { PlatformBill, PlatformInfo, PlatformLine } from './bill.ts';
import { curveOf } from './curve.ts';
import { findSheet } from './find-sheet.ts';
import { type MeterLine, meterLines } from './meter-lines.ts';
import { exchanged, type Money, sum, toUsd } from './money.ts';
import { checkUsage } from './month/check-usage.ts';
import type { Item } from './month/companions.ts';
import { driverValue, expectedColdShare, keyOfDriver, replicasFor } from './month/drivers.ts';
import { isConstant, parted, quantityAt } from './month/linear.ts';
import { type MonthPlan, planMonth, whyNot } from './month/plan.ts';
import { trafficClasses } from './month/traffic-classes.ts';
import type { BillOptions } from './options.ts';
import type { PriceBook } from './sheets/book.ts';
import { defaultPriceBook } from './sheets/default-book.ts';
import { keyOf } from './sheets/sheet.ts';
import { assumedEnds, type Usage, usageEnds } from './usage.ts';

/**
 * The bill of a month on one platform, every line, exact to a pico-dollar, with the interval that the
 * measured intervals carry into it. Without a region the first sheet of the platform counts.
 * @throws CrossoverError when the input is bad, the platform or region unknown, nothing sold fits, or
 * the platform has no compute price; the message names the nearest valid value.
 */
export function billOf(
  platform: string,
  region: string | undefined,
  usage: Usage,
  options?: Partial<BillOptions>,
): PlatformBill {
  checkUsage(usage, options);
  const plan = planMonth({ platform, region }, usage, options);
  const { found, book } = plan.context;
  const priced = exactLines(plan, usage.requestsPerMonth);
  const totalUsd = toUsd(sum(priced.filter(({ line }) => line.on).map(({ money }) => money)));
  const used = [...new Set(priced.map(({ line }) => line.source))];
  return {
    platform: found.sheet.id,
    name: found.sheet.name,
    vendor: found.sheet.vendor,
    region: found.sheet.region,
    kind: found.sheet.kind,
    size: plan.month.size,
    lines: priced.map(({ line }) => line),
    totalUsd,
    interval: intervalOf(plan, totalUsd),
    assumedRange: assumedRangeOf(plan, totalUsd),
    replicas: replicasAt(plan, usage.requestsPerMonth),
    unsourced: found.sheet.unsourced,
    warnings: warningsOf(plan),
    assumptions: [...plan.month.assumptions, ...(found.rule.assumptions ?? []), ...found.sheet.notes],
    sources: Object.fromEntries(used.flatMap((key) => sourceOf(book, key))),
    status: found.sheet.status,
  };
}

const sourceOf = ({ sources }: PriceBook, key: string): [string, { title: string; asOf: string }][] => {
  const source = sources[key];
  return source === undefined ? [] : [[key, { title: source.title, asOf: source.asOf }]];
};

interface Exact {
  money: Money;
  line: PlatformLine;
}

function exactLines(plan: MonthPlan, requests: number): Exact[] {
  const classes = trafficClasses(requests, plan.context.usage.shape);
  const drivers = new Map(
    [{ kind: 'one' } as const, { kind: 'requests' } as const, ...plan.month.drivers].map((driver) => [
      keyOfDriver(driver),
      driverValue(driver, classes),
    ]),
  );
  return plan.items.flatMap((item) => itemLines(item, plan, drivers));
}

/** What always runs and what traffic adds are separate lines, where the price allows to tell them apart. */
function itemLines(item: Item, plan: MonthPlan, drivers: ReadonlyMap<string, number>): Exact[] {
  const { freeTier } = plan.context.options;
  const { meter, quantity } = item;
  const { constant, rest } = parted(quantity);
  const flat = meter.tiers.length === 1 && meter.included === 0 && !(freeTier && meter.free > 0);
  const lines = (part: Item['quantity'], what: string) =>
    meterLines(meter, quantityAt(part, drivers), freeTier).map((line) => shown(line, item, plan, part, what));
  const splits = flat && constant.size > 0 && rest.size > 0 && [...rest.values()].every((one) => one > 0);
  if (!splits) return lines(quantity, '');
  const added = quantityAt(rest, drivers) > 0 ? lines(rest, ', added by traffic') : [];
  return [...lines(constant, ', always running'), ...added];
}

function shown(line: MeterLine, item: Item, plan: MonthPlan, part: Item['quantity'], what: string): Exact {
  const { options, book } = plan.context;
  const money = exchanged(line.money, plan.rate);
  return {
    money,
    line: {
      meter: `${line.label}${what}`,
      part: item.part,
      // Priced to a millionth of a unit, so shown to one: sums over a week end in 12,000,000.00000005.
      quantity: Math.round(line.quantity * 1e6) / 1e6,
      free: line.free,
      unit: line.unit,
      unitPrice: line.unitPrice,
      priceUnit: line.priceUnit,
      usd: toUsd(money),
      fixed: isConstant(part),
      on: !options.off.includes(item.part),
      source: line.source,
      asOf: book.sources[line.source]?.asOf ?? 'unstated',
      ...(item.assumption === undefined ? {} : { assumption: item.assumption }),
    },
  };
}

/** The bill at both ends of what was measured; the total lies between them. */
const intervalOf = (plan: MonthPlan, totalUsd: Usd) => between(plan, usageEnds(plan.context.usage), totalUsd);

/** The bill at both ends of what is assumed (`ASSUMED_RANGE`), with everything measured as it is. */
function assumedRangeOf(plan: MonthPlan, totalUsd: Usd): readonly [Usd, Usd] {
  const { usage } = plan.context;
  const expected = expectedColdShare(usage);
  const share = (times: number) => expectedColdShare(usage, ASSUMED.keepAliveMs * times);
  const ends = assumedEnds(usage, (times) =>
    Math.min(1, Math.max(0, (usage.coldShare ?? expected) + share(times) - expected)),
  );
  return between(plan, ends, totalUsd);
}

function between({ context }: MonthPlan, usages: readonly Usage[], totalUsd: Usd): readonly [Usd, Usd] {
  const { options, found } = context;
  const choice = { platform: found.sheet.id, region: found.sheet.region };
  const ends = usages.map((end) =>
    settled(curveOf(planMonth(choice, end, options)).at(end.requestsPerMonth), totalUsd),
  );
  return [Math.min(totalUsd, ...ends), Math.max(totalUsd, ...ends)];
}

/** The same bill by the fast path is the same bill: no interval comes from floating point. */
const settled = (usd: Usd, totalUsd: Usd): Usd => (Math.abs(usd - totalUsd) < ROUNDING_USD ? totalUsd : usd);
const ROUNDING_USD = 1e-6;

/** Replicas over the week at so many requests a month; null where the bill does not follow replicas. */
export function replicasAt({ month, context }: MonthPlan, requests: number): PlatformBill['replicas'] {
  if (month.replicas === null) return null;
  const { capacity, minimum } = month.replicas;
  const classes = trafficClasses(requests, context.usage.shape);
  const counts = classes.map(({ peak, hours }) => ({
    hours,
    count: replicasFor(peak, capacity, minimum, Number.POSITIVE_INFINITY),
  }));
  const hours = counts.reduce((total, one) => total + one.hours, 0);
  return {
    mean: counts.reduce((total, one) => total + one.count * one.hours, 0) / hours,
    peak: Math.max(...counts.map((one) => one.count)),
    minimum,
  };
}

function warningsOf({ context: { found, options, book, usage } }: MonthPlan): string[] {
  const { sheet } = found;
  const old = book.old?.[keyOf(sheet)];
  const noArm = options.arch === 'arm64' && !Object.keys(sheet.meters).some((key) => key.endsWith('_arm64'));
  return [
    ...(sheet.status === null ? [] : [sheet.status.words]),
    ...tooLong(found, usage),
    ...(old === undefined ? [] : [old]),
    ...(noArm ? [`No sourced arm64 price for ${sheet.name}: priced as listed.`] : []),
    ...(options.spot ? [`No sourced spot price for ${sheet.name}: priced on demand.`] : []),
  ];
}

/** What the platform would stop before its end is priced all the same, so that it can be compared. */
function tooLong({ rule, sheet }: MonthPlan['context']['found'], { durationsMs }: Usage): string[] {
  const longest = durationsMs.reduce((most, ms) => Math.max(most, ms), 0);
  return rule.timeoutMs === undefined || longest <= rule.timeoutMs
    ? []
    : [
        `A request takes up to ${formatMs(longest)}, and ${sheet.name} stops it after ${formatMs(rule.timeoutMs)}: the bill is of what could not run.`,
      ];
}

/** Every platform of the book, also those that cannot be priced, with the reason. */
export function platforms(book: PriceBook = defaultPriceBook()): PlatformInfo[] {
  const ids = [...new Set(Object.values(book.sheets).map((sheet) => sheet.id))];
  return ids.map((id) => {
    const found = findSheet(book, id);
    const { sheet } = found;
    const reason = whyNot({ found });
    return {
      id,
      name: sheet.name,
      vendor: sheet.vendor,
      kind: sheet.kind,
      regions: Object.values(book.sheets).flatMap((one) => (one.id === id ? [one.region] : [])),
      currency: sheet.currency,
      priced: reason === null,
      reason,
      status: sheet.status,
      unsourced: sheet.unsourced,
    };
  });
}
