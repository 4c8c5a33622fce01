import type { Side } from '../execution/executor.ts';
import type { Ms, Usd } from '../units.ts';
import type { Report } from './report.ts';

/** The two numbers of a finished run that a list shows for each side. */
export type Headline = Record<Side, { p95: Ms | null; usdPerMonth: Usd }>;

export const headlineOf = ({ sides, cost }: Report): Headline => ({
  function: {
    p95: sides.function.latency.p95?.value ?? null,
    usdPerMonth: cost.bills.function.totalUsd,
  },
  container: {
    p95: sides.container.latency.p95?.value ?? null,
    usdPerMonth: cost.bills.container.totalUsd,
  },
});
