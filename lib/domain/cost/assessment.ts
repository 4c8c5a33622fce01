import type { ByCandidate, CandidateId } from '../execution/candidate.ts';
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

/** The second less the first, in dollars a month. */
export interface BillDifference {
  usd: Usd;
  /** 95%. */
  interval: readonly [Usd, Usd];
}

interface OfPair {
  a: CandidateId;
  b: CandidateId;
}

/** Where the order of two bills changes. */
export interface BreakEven extends OfPair {
  /** Lowest average rate at which the cheaper one changes, solved; null when it never does. */
  point: {
    ratePerSecond: PerSecond;
    requestsPerMonth: number;
    /** Of `a` there. */
    usd: Usd;
    /** `step`: one more task turns the order over, the bills are not equal there. */
    kind: 'equal' | 'step';
  } | null;
  reason: string;
}

/** The words on the bills, which stand with their candidates. */
export interface CostAssessment {
  /** Of each function with each container. */
  differences: readonly (OfPair & BillDifference)[];
  /** Of the same pairs. */
  breakEvens: readonly BreakEven[];
  /** Cost against traffic, for the chart. */
  curve: readonly { requestsPerMonth: number; usd: ByCandidate<Usd>; tasks: number }[];
  /** Fargate tasks that the measured capacity and the peak rate require. */
  tasks: number;
  /** What every platform's bill is worked out from; null: earlier reports do not say. */
  usage: Usage | null;
  peakRatePerSecond: PerSecond;
  assumptions: readonly string[];
  sources: Readonly<Record<string, { title: string; asOf: string }>>;
}
