import { z } from 'zod';
import { CANDIDATE_IDS, MODES } from '../execution/candidate.ts';
import type { Report } from './report.ts';

/** Grows when a summary comes to say something else: stored ones are then made anew of their reports. */
export const SUMMARY_VERSION = 2;

const Numbers = z.object({
  id: z.enum(CANDIDATE_IDS),
  mode: z.enum(MODES),
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
    choice: z.enum([...CANDIDATE_IDS, 'either', 'none']),
    sentence: z.string(),
    confidence: z.enum(['clear', 'leaning', 'close']),
  }),
  candidates: z.array(Numbers),
  /** How many warnings stand above the verdict. */
  warnings: z.number().int().min(0),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

/** The one way from a report to its summary. */
export function summaryOf({ createdAt, verdict, candidates, warnings }: Report): ReportSummary {
  const { choice, sentence, confidence } = verdict;
  return {
    version: SUMMARY_VERSION,
    createdAt,
    verdict: { choice, sentence, confidence },
    candidates: candidates.map(({ id, mode, latency, bill }) => ({
      id,
      mode,
      p95: latency.p95?.value ?? null,
      usdPerMonth: bill.totalUsd,
    })),
    warnings: warnings.length,
  };
}
