import { z } from 'zod';
import { bySide } from './by-side.ts';
import type { Report } from './report.ts';

/** Grows when a summary comes to say something else: stored ones are then made anew of their reports. */
export const SUMMARY_VERSION = 1;

const SideNumbers = z.object({
  /** Of good answers, ms; null when there was none. */
  p95: z.number().nullable(),
  /** The bill of a month. */
  usdPerMonth: z.number(),
});

/** What a list shows of a report. */
export const ReportSummary = z.object({
  version: z.literal(SUMMARY_VERSION),
  /** The report's own time, ISO 8601. */
  createdAt: z.string(),
  verdict: z.object({
    choice: z.enum(['function', 'container', 'either', 'none']),
    sentence: z.string(),
    confidence: z.enum(['clear', 'leaning', 'close']),
  }),
  function: SideNumbers,
  container: SideNumbers,
  /** How many warnings stand above the verdict. */
  warnings: z.number().int().min(0),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

/** The one way from a report to its summary. */
export function summaryOf({ createdAt, verdict, candidates, cost, warnings }: Report): ReportSummary {
  const { choice, sentence, confidence } = verdict;
  const sides = bySide({ candidates });
  const numbers = (side: 'function' | 'container') => ({
    p95: sides[side].latency.p95?.value ?? null,
    usdPerMonth: cost.bills[side].totalUsd,
  });
  return {
    version: SUMMARY_VERSION,
    createdAt,
    verdict: { choice, sentence, confidence },
    function: numbers('function'),
    container: numbers('container'),
    warnings: warnings.length,
  };
}
