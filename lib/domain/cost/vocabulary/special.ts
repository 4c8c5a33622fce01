import { sum, toUsd } from '../money.ts';
import type { PriceBook } from '../sheets/book.ts';
import type { Inputs } from './check.ts';
import { wrong } from './counted.ts';
import { ask, priceInputs, type Worked } from './price-question.ts';
import { perOf } from './texts.ts';

/** Several pairs of memory and duration, each for the same number of requests: one line for each. */
export function pricedCases(
  book: PriceBook,
  platform: string,
  inputs: Inputs,
  cases: readonly (readonly [number, number])[],
): Worked {
  const per = inputs.texts.per === undefined ? null : perOf(inputs.texts.per);
  const requests = per?.requests ?? inputs.numbers.requests;
  if (requests === undefined)
    throw wrong('inputs.per says no number of requests, as in "1M requests, no free tier".');
  const flags = { ...inputs.flags, ...(per === null ? {} : { free_tier: per.freeTier }) };
  const priced = cases.map(([memory, ms]) => {
    const numbers = { ...inputs.numbers, requests, memory_mb: memory, duration_ms: ms };
    const { money, warnings } = priceInputs(book, platform, { ...inputs, numbers, flags, cases: null });
    const meter = `${memory} MB, ${ms} ms: requests and duration`;
    return { money, warnings, line: { meter, quantity: requests, unit: 'requests', usd: toUsd(money) } };
  });
  return {
    money: sum(priced.map((one) => one.money)),
    lines: priced.map(({ line }) => line),
    warnings: [...new Set(priced.flatMap(({ warnings }) => warnings))],
  };
}

/** Inputs that hold no usage: only what the prices themselves depend on. */
const NO_USAGE = new Set(['arch', 'region']);

/**
 * Asked for a platform with provisioned capacity and no usage at all: the share of the time that it must
 * be in use to be cheaper than on demand, from baseline + u * provisioned rate = u * on-demand rate.
 * Null when the question is another one.
 */
export function provisionedBreakEven(book: PriceBook, platform: string, inputs: Inputs): Worked | null {
  const given = [inputs.numbers, inputs.texts, inputs.flags].flatMap((group) => Object.keys(group));
  if (given.some((name) => !NO_USAGE.has(name)) || inputs.unknown.length > 0) return null;
  const { sheet } = ask(book, platform, inputs);
  const rate = (meter: string): number => {
    const variant = inputs.texts.arch === 'arm64' ? sheet.meters[`${meter}_arm64`] : undefined;
    return Number((variant ?? sheet.meters[meter])?.tiers[0]?.price ?? Number.NaN);
  };
  const utilisation = rate('provisioned') / (rate('duration') - rate('duration_on'));
  if (!Number.isFinite(utilisation)) return null;
  return {
    money: 0n,
    lines: [
      {
        meter: 'Utilisation above which provisioned concurrency is cheaper than on demand',
        quantity: Math.round(utilisation * 1e6) / 1e6,
        unit: 'share of the time',
        usd: 0,
      },
    ],
    warnings: ['No usage was given: answered with the break-even of provisioned capacity.'],
  };
}
