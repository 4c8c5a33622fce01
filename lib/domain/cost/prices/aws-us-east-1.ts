import { findSheet } from '../find-sheet.ts';
import { type Price, priceOf } from '../money.ts';
import type { PriceBook } from '../sheets/book.ts';
import { defaultPriceBook } from '../sheets/default-book.ts';
import type { SheetMeter } from '../sheets/sheet.ts';
import type { Meter, PriceSource, Tier } from './price.ts';

/** Prices of AWS in us-east-1 (Linux, x86) for the report's own two bills, read from the price sheets. */

export const REGION = 'us-east-1';

export interface AwsPrices {
  /** A request; GB-seconds of configured memory, GB = 1,024 MiB; duration in whole ms, init included. */
  lambda: {
    requests: readonly Tier[];
    duration: readonly Tier[];
    free: { requests: number; gbSeconds: number };
  };
  httpApi: { requests: readonly Tier[] };
  fargate: { vcpuHour: Meter; gbHour: Meter };
  alb: { hour: Meter; lcuHour: Meter };
  sources: Readonly<Record<string, PriceSource>>;
}

/** An HTTP API request is metered in units of 512 KB. */
export const HTTP_UNIT_BYTES = 512 * 1024;

/** One LCU covers this; the bill takes the larger of the dimensions. */
export const LCU = {
  /** Sourced: infracost's test data, 1,000 GB in 730 h are 1.3698 LCU. */
  gbPerHour: 1,
  /** From AWS's published definition, but without a stored source: named as an assumption on the bill. */
  newConnectionsPerSecond: 25,
} as const;

/** @throws CrossoverError when the book has lost one of these sheets. */
export function awsPrices(book: PriceBook = defaultPriceBook()): AwsPrices {
  const meter = (platform: string, name: string): SheetMeter => {
    const found = findSheet(book, platform, REGION).sheet.meters[name];
    if (found === undefined) throw new RangeError(`The sheet of ${platform} has no price "${name}".`);
    return found;
  };
  const [requests, duration] = [meter('aws_lambda', 'requests'), meter('aws_lambda', 'duration')];
  return {
    lambda: {
      requests: tiersOf(requests, 'USD per request'),
      duration: tiersOf(duration, 'USD per GB-second'),
      free: { requests: requests.free, gbSeconds: duration.free },
    },
    httpApi: { requests: tiersOf(meter('aws_api_gateway', 'http'), 'USD per request of up to 512 KB') },
    fargate: {
      vcpuHour: one(meter('aws_fargate', 'vcpu'), 'USD per vCPU-hour'),
      gbHour: one(meter('aws_fargate', 'memory'), 'USD per GB-hour'),
    },
    alb: {
      hour: one(meter('aws_alb', 'hour'), 'USD per hour'),
      lcuHour: one(meter('aws_alb', 'lcu'), 'USD per LCU-hour'),
    },
    sources: book.sources,
  };
}

const tiersOf = ({ tiers, per, source }: SheetMeter, unit: string): Tier[] =>
  tiers.map(({ upTo, price }) => ({
    upTo: upTo ?? Number.POSITIVE_INFINITY,
    price: perUnit(price, per),
    unit,
    source,
  }));

const one = ({ tiers, per, source }: SheetMeter, unit: string): Meter => ({
  price: perUnit(tiers[0]?.price ?? '0', per),
  unit,
  source,
});

/** The price of one unit, exact to a pico-dollar. */
const perUnit = (price: string, per: number): Price => ({
  pico: priceOf(price).pico / BigInt(Math.round(per)),
});
