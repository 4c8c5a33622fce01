import type { Side } from '../execution/executor.ts';
import type { PerSecond, Usd } from '../units.ts';
import type { Usage } from './usage.ts';

export interface BillLine {
  meter: string;
  /** e.g. 1.2 */
  quantity: number;
  unit: string;
  /** Price of one unit, as the platform publishes it. */
  unitPrice: number;
  priceUnit: string;
  usd: Usd;
  /** Key into `sources`. */
  source: string;
  /** A fixed part that traffic does not change. */
  fixed: boolean;
  /** Set when the quantity rests on an assumption, which it states. */
  assumption?: string;
}

export interface Bill {
  side: Side;
  /** e.g. "AWS Lambda with an HTTP API" */
  platform: string;
  region: string;
  lines: readonly BillLine[];
  /** Dollars a month. */
  totalUsd: Usd;
  /** What another run would say (95%): billed time, capacity, number of tasks. Equal ends when none changes the bill. */
  interval: readonly [Usd, Usd];
  /** Half and twice of what is assumed beyond the measurement; null: earlier reports do not say. */
  assumedRange: readonly [Usd, Usd] | null;
}

/** Container less function, in dollars a month. */
export interface BillDifference {
  usd: Usd;
  /** 95%. */
  interval: readonly [Usd, Usd];
}

export interface CostAssessment {
  bills: { function: Bill; container: Bill };
  difference: BillDifference;
  /** Lowest average rate at which the cheaper side changes, solved; null with the reason when it never does. */
  breakEven: {
    ratePerSecond: PerSecond;
    requestsPerMonth: number;
    /** Of the function side there. */
    usd: Usd;
    /** `step`: one more task turns the order over, the bills are not equal there. */
    kind: 'equal' | 'step';
  } | null;
  breakEvenReason: string;
  /** Cost against traffic, for the chart. */
  curve: readonly { requestsPerMonth: number; functionUsd: Usd; containerUsd: Usd; tasks: number }[];
  /** Fargate tasks that the measured capacity and the peak rate require. */
  tasks: number;
  /** What every platform's bill is worked out from; null: earlier reports do not say. */
  usage: Usage | null;
  peakRatePerSecond: PerSecond;
  assumptions: readonly string[];
  sources: Readonly<Record<string, { title: string; asOf: string }>>;
}
