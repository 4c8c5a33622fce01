import type { Usd } from '../units.ts';
import type { Part } from './options.ts';
import type { PlatformKind, SheetStatus } from './sheets/sheet.ts';

/**
 * The bill of any platform from measured quantities. What there is, and where:
 *
 * - `sheets/` the price sheets as data: `defaultPriceBook()`, `withPrice(book, key, meter, change)`,
 *   `withSheet(book, sheet)`, `withAges(book, clock, maxAgeDays)`; a sheet's key is `id@region`.
 * - `usage.ts` what was measured and described (`Usage`); `usage-of.ts` `usageOf(workload, plan,
 *   measurement)`, which every report carries as `cost.usage`.
 * - `options.ts` the switches of a bill (`BillOptions`, `DEFAULT_OPTIONS`): free tier, front door,
 *   parts switched off, processor, spot, provisioned capacity, exchange rate, price book.
 * - `rules/` how each platform bills, as data: rounding, sizes, which quantity a meter counts.
 * - `month/` from usage to quantities: hours of the month, drivers, replicas, what stands beside.
 * - `bill-of.ts` `billOf(platformId, region, usage, options?): PlatformBill`, exact to a pico-dollar;
 *   `platforms(book?): PlatformInfo[]` lists what can be asked for.
 * - `curve.ts` `costCurve(platformId, region, usage, options?): { at(requestsPerMonth): Usd }`, the
 *   fast path that agrees with the bill to a cent; `costCurves(choices, usage, grid, options?)`.
 * - `break-evens.ts` `breakEvens(a, b, usage, options?): BreakEvens`, every point where two bills meet.
 * - `sensitivity.ts` `sensitivity(a, b, usage, options?): Sensitivity`, the tornado.
 * - `projection.ts` `growth(...)` over 36 months, `spike(...)`, `retryLoop(...)`, `budgetAlarm(...)`.
 * - `vocabulary/` `answerQuestions(json): Answer[]`, the command line's and the HTTP route's questions.
 * - `../charts/crossover.ts`, `../charts/tornado.ts`, `../charts/growth.ts`: chart-ready models of these.
 *
 * Everything is pure: the same in browser, server and command line.
 */

/** One of the platforms of a chart or a comparison; without a region the first one of its sheets. */
export interface PlatformChoice {
  platform: string;
  region?: string | undefined;
}

export interface PlatformLine {
  /** e.g. "Lambda duration (x86)" */
  meter: string;
  part: Part;
  /** As metered, free part included. */
  quantity: number;
  /** How much of it is free or covered by a subscription. */
  free: number;
  unit: string;
  /** Price of one `priceUnit`, in the sheet's currency. */
  unitPrice: number;
  priceUnit: string;
  usd: Usd;
  /** Traffic does not change it. */
  fixed: boolean;
  /** False: switched off ("you already run one"), shown but not part of the total. */
  on: boolean;
  /** Key into the bill's `sources`. */
  source: string;
  /** Date of the figure, as its source states it. */
  asOf: string;
  /** Set when the quantity or the price rests on an assumption, which it states. */
  assumption?: string;
}

export interface PlatformBill {
  platform: string;
  name: string;
  vendor: string;
  region: string;
  kind: PlatformKind;
  /** The size it was priced at, in words: "0.25 vCPU and 0.5 GB". */
  size: string;
  lines: readonly PlatformLine[];
  /** Dollars a month: the sum of the lines that are on. */
  totalUsd: Usd;
  /** What another run would say (95%), from the intervals of what was measured; equal ends when none enters. */
  interval: readonly [Usd, Usd];
  /** Half and twice of what is assumed beyond the measurement: bytes, connections, capacity, keep-alive. */
  assumedRange: readonly [Usd, Usd];
  /** Replicas over the week, for platforms that are billed by them. */
  replicas: { mean: number; peak: number; minimum: number } | null;
  /** Parts of a real bill for which no figure has a source: not in the total. */
  unsourced: readonly string[];
  /** What the reader must know first: ended, closed to new customers, old sheet. */
  warnings: readonly string[];
  assumptions: readonly string[];
  sources: Readonly<Record<string, { title: string; asOf: string }>>;
  status: SheetStatus | null;
}

export interface PlatformInfo {
  id: string;
  name: string;
  vendor: string;
  kind: PlatformKind;
  regions: readonly string[];
  currency: 'USD' | 'EUR';
  /** Whether a workload can be priced on it; `reason` says why not. */
  priced: boolean;
  reason: string | null;
  status: SheetStatus | null;
  unsourced: readonly string[];
}
