import { findSheet } from '../find-sheet.ts';
import type { MeterLine } from '../meter-lines.ts';
import { exchanged, type Money, sum, toUsd } from '../money.ts';
import type { PriceBook } from '../sheets/book.ts';
import { keyOf, type PriceSheet } from '../sheets/sheet.ts';
import { chargeLines } from './charge-lines.ts';
import type { Inputs } from './check.ts';
import { type Asked, fact, wrong } from './counted.ts';
import { checkMissing } from './missing.ts';
import { quantitiesOf } from './quantities.ts';
import type { AnswerLine } from './question.ts';
import { checkSold } from './sold.ts';
import { unusedInputs } from './unused.ts';

export interface Worked {
  money: Money;
  lines: AnswerLine[];
  warnings: string[];
}

/** Prices one question of one platform. @throws CrossoverError with the reason when it cannot be priced. */
export function priceInputs(book: PriceBook, platform: string, inputs: Inputs): Worked {
  const asked = ask(book, platform, inputs);
  const alone = checkMissing(asked);
  checkSold(asked);
  const { money, lines, counted } = priced(asked);
  const beside = (asked.rule.beside ?? []).flatMap((variation) => besideLines(asked, variation));
  return {
    money,
    lines: [...lines, ...counted.facts, ...beside],
    warnings: [...counted.warnings, ...alone, ...unusedInputs(asked, priced), ...generalWarnings(asked)],
  };
}

export function ask(book: PriceBook, platform: string, inputs: Inputs): Asked {
  const byInstance = platform === 'gcp_cloud_run' && inputs.texts.billing === 'instance';
  const found = findSheet(book, byInstance ? 'gcp_cloud_run_instance_based' : platform, inputs.texts.region);
  return { ...found, alias: platform, inputs, book };
}

function priced(asked: Asked) {
  const counted = quantitiesOf(asked);
  const quantities = { ...numbersOf(asked.rule.defaults), ...counted.quantities };
  const rate = exchange(asked);
  const byCharge = asked.rule.charges.map((charge) => chargeLines(charge, asked, quantities));
  const exact = byCharge.flat();
  if (exact.length === 0) throw nothingToPrice(asked);
  counted.facts.push(...byCharge.flatMap(allTiers));
  return {
    money: sum(exact.map((line) => exchanged(line.money, rate))),
    lines: exact.map((line) => shown(line, asked, rate)),
    counted,
  };
}

/** What a graduated charge metered in all. */
function allTiers(lines: readonly MeterLine[]): AnswerLine[] {
  const [first] = lines;
  if (first === undefined || lines.length < 2) return [];
  const quantity = lines.reduce((total, line) => total + line.quantity, 0);
  return [fact(`${first.label}, all tiers`, quantity, first.unit)];
}

const numbersOf = (defaults: Asked['rule']['defaults']): Record<string, number> =>
  Object.fromEntries(
    Object.entries(defaults ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

function shown(line: MeterLine, { book }: Asked, rate: number): AnswerLine {
  const source = book.sources[line.source];
  return {
    meter: line.label,
    quantity: line.quantity,
    unit: line.unit,
    usd: toUsd(exchanged(line.money, rate)),
    ...(line.free > 0 ? { free: line.free } : {}),
    unitPrice: line.unitPrice,
    priceUnit: line.priceUnit,
    source: source?.title ?? 'stated in the question',
    ...(source === undefined ? {} : { asOf: source.asOf }),
  };
}

/** Lines of a variation, with its total when there are several; they do not count. */
function besideLines(
  asked: Asked,
  variation: { label: string; inputs: Readonly<Record<string, number | string>> },
) {
  if (Object.keys(variation.inputs).some((name) => isGiven(asked.inputs, name, variation.inputs[name])))
    return [];
  const { money, lines } = priced({ ...asked, inputs: changed(asked.inputs, variation.inputs) });
  const total: AnswerLine = { meter: 'Total', quantity: 1, unit: 'bill', usd: toUsd(money) };
  return [...lines, ...(lines.length > 1 ? [total] : [])].map(
    (line): AnswerLine => ({ ...line, meter: `${line.meter}, ${variation.label}`, counted: false }),
  );
}

/** A variation of what the question states itself would only confuse, unless it is a number to vary. */
const isGiven = ({ texts, numbers }: Inputs, name: string, value: unknown): boolean =>
  Object.hasOwn(texts, name) ||
  (Object.hasOwn(numbers, name) && name !== 'days' && name !== 'seconds') ||
  numbers[name] === value;

function changed(inputs: Inputs, change: Readonly<Record<string, number | string>>): Inputs {
  const numbers = { ...inputs.numbers };
  const texts = { ...inputs.texts };
  for (const [name, value] of Object.entries(change)) {
    if (typeof value === 'number') numbers[name] = value;
    else texts[name] = value;
  }
  return { ...inputs, numbers, texts };
}

/** Dollars for one unit of the sheet's currency. */
function exchange({ sheet, inputs }: Asked): number {
  if (sheet.currency === 'USD') return 1;
  const rate = inputs.numbers.usd_per_eur;
  if (rate === undefined)
    throw wrong(`${sheet.name} is priced in ${sheet.currency}: give inputs.usd_per_eur.`);
  return rate;
}

function generalWarnings({ sheet, inputs, book }: Asked): string[] {
  const old = book.old?.[keyOf(sheet)];
  return [
    ...(old === undefined ? [] : [old]),
    ...(sheet.status === null ? [] : [sheet.status.words]),
    ...regionWarning(sheet, inputs, book),
    ...inputs.unknown.map((name) => `inputs.${name} is not in the vocabulary and was not used.`),
    ...(sheet.unsourced.length === 0
      ? []
      : [`Not in the total, without a sourced price: ${sheet.unsourced.join('; ')}.`]),
    ...(inputs.texts.arch === 'arm64' && !Object.keys(sheet.meters).some((key) => key.endsWith('_arm64'))
      ? [`No sourced arm64 price for ${sheet.name}: priced as listed.`]
      : []),
  ];
}

/** Prices differ by region: which one was taken is said when nobody said it and there was a choice. */
function regionWarning({ id, region }: PriceSheet, { texts }: Inputs, book: PriceBook): string[] {
  const regions = Object.values(book.sheets).filter((one) => one.id === id);
  return texts.region === undefined && regions.length > 1 ? [`No region given: priced for ${region}.`] : [];
}

const nothingToPrice = ({ rule, sheet }: Asked) => {
  const counts = [...new Set(rule.charges.flatMap((charge) => charge.of))].join(', ');
  return wrong(`The inputs hold nothing that ${sheet.name} bills; it bills by: ${counts}.`);
};
