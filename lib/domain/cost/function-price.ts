import type { MiB, Ms } from '../units.ts';
import type { Bill } from './assessment.ts';
import { sum, toUsd } from './money.ts';
import { type AwsPrices, awsPrices, HTTP_UNIT_BYTES, REGION } from './prices/aws-us-east-1.ts';
import { graduated, type LineText, type PricedLine } from './tiers.ts';

/** A month on AWS Lambda behind an HTTP API. */
export interface FunctionUsage {
  requests: number;
  /** Mean billed duration of a request, init included in its share. Already rounded up per request, so it may be fractional. */
  billedMs: Ms;
  memoryMiB: MiB;
  /** Request or response, whichever is larger. */
  bytesPerRequest: number;
  /** The account's free tier. Off by default: one account has it once, whatever runs there. */
  freeTier?: boolean;
  /** Leave the HTTP API out, e.g. for a function behind its own URL. */
  withHttpApi?: boolean;
  /** Said on the duration line. */
  durationAssumption?: string;
}

export const gbSecondsOf = (usage: Pick<FunctionUsage, 'requests' | 'billedMs' | 'memoryMiB'>): number =>
  (usage.requests * usage.billedMs * usage.memoryMiB) / (1000 * 1024);

/** The bill of a month, its interval collapsed to the total; amounts are exact to a pico-dollar. */
export function priceFunction(usage: FunctionUsage, prices: AwsPrices = awsPrices()): Bill {
  const door = usage.withHttpApi === false ? [] : httpApiLines(usage, prices);
  const lines = [...lambdaLines(usage, prices), ...door];
  const totalUsd = toUsd(sum(lines.map((one) => one.money)));
  return {
    side: 'function',
    platform: 'AWS Lambda with an HTTP API',
    region: REGION,
    lines: lines.map((one) => one.line),
    totalUsd,
    interval: [totalUsd, totalUsd],
  };
}

function lambdaLines(usage: FunctionUsage, { lambda }: AwsPrices): PricedLine[] {
  const free = usage.freeTier === true ? lambda.free : { requests: 0, gbSeconds: 0 };
  const requests: LineText = { meter: 'Lambda requests', unit: 'requests', fixed: false };
  const duration: LineText = {
    meter: 'Lambda duration',
    unit: 'GB-seconds',
    fixed: false,
    ...(usage.durationAssumption === undefined ? {} : { assumption: usage.durationAssumption }),
  };
  return [
    ...graduated(lambda.requests, Math.max(0, usage.requests - free.requests), requests),
    ...graduated(lambda.duration, Math.max(0, gbSecondsOf(usage) - free.gbSeconds), duration),
  ];
}

function httpApiLines(usage: FunctionUsage, { httpApi }: AwsPrices): PricedLine[] {
  const units = Math.max(1, Math.ceil(usage.bytesPerRequest / HTTP_UNIT_BYTES));
  return graduated(httpApi.requests, usage.requests * units, {
    meter: 'HTTP API requests',
    unit: 'requests',
    fixed: false,
    assumption: 'Each request and answer is at most 512 KB.',
  });
}
