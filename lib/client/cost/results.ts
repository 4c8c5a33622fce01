import type { PlatformBill } from '#lib/domain/cost/bill.ts';
import type { Problem } from '#lib/domain/errors.ts';
import type { Side } from '#lib/domain/execution/executor.ts';

/** A chosen platform and what it costs, or why that cannot be said. */
export interface Result {
  /** `id@region`. */
  key: string;
  /** Stands for it in the chart and the tables. */
  letter: string;
  name: string;
  side: Side;
  /** Of the unit prices on the bill; totals are in dollars. */
  currency: 'USD' | 'EUR';
  bill: PlatformBill | null;
  problem: Problem | null;
}

export type Priced = Result & { bill: PlatformBill };

export const isPriced = (result: Result): result is Priced => result.bill !== null;

/** Labels of the meters on a bill; null when there is none. A line may say more than its meter's label. */
export const metersOnBill = (result: Result | undefined): ReadonlySet<string> | null =>
  result?.bill
    ? new Set(result.bill.lines.flatMap(({ meter }) => [meter, meter.split(', ')[0] ?? meter]))
    : null;

/** Platform and region of a key; the region may be missing. */
export function splitKey(key: string): { platform: string; region: string | undefined } {
  const at = key.indexOf('@');
  return at === -1
    ? { platform: key, region: undefined }
    : { platform: key.slice(0, at), region: key.slice(at + 1) };
}

/** Most platforms on one chart. */
export const MOST_PLATFORMS = 20;
