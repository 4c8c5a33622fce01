import { judge, targetMetOf } from '../recommendation/judge.ts';
import { reportOf } from './by-side.ts';
import { differenceDoubt, disturbanceOf } from './disturbance.ts';
import type { CandidateReport, Difference, LatencySummary } from './measurement.ts';
import type { Report } from './report.ts';

/**
 * A report whose figures were taken as they are, with what is in doubt taken out: targets that may be met or missed,
 * differences that may be none, the verdict that rests on them. The same for a new report and for one of version 1,
 * whose stored verdict is kept as the would-be one.
 */
export function underDoubt(report: Report): Report {
  const { choice, ...verdict } = report.verdict;
  return {
    ...report,
    candidates: report.candidates.map((one) => ({ ...one, targetMet: targetMetOf(report, one) })),
    differences: report.differences.map((difference) => doubted(difference, doubtOf(difference, report))),
    verdict: choice === 'none' ? report.verdict : judge({ ...verdict, choice }, report),
  };
}

const doubted = (difference: Difference, doubt: string | null): Difference =>
  doubt === null
    ? difference
    : { ...difference, doubt, sentence: `The difference at ${difference.quantity} is in doubt: ${doubt}.` };

const MEASURED: Readonly<
  Record<Difference['quantity'], { q: number; warm: boolean; name: 'p50' | 'p95' | 'p99' }>
> = {
  p50: { q: 0.5, warm: false, name: 'p50' },
  p95: { q: 0.95, warm: false, name: 'p95' },
  p99: { q: 0.99, warm: false, name: 'p99' },
  'warm p50': { q: 0.5, warm: true, name: 'p50' },
  'warm p95': { q: 0.95, warm: true, name: 'p95' },
};

/** Why a difference is none to rely on: the end of its interval that is nearest to none may be off by more than that. */
function doubtOf({ a, b, quantity, interval }: Difference, report: Report): string | null {
  if (interval === null || (interval[0] <= 1 && interval[1] >= 1)) return null;
  const { q, warm, name } = MEASURED[quantity];
  const pair = [reportOf(a, report.candidates), reportOf(b, report.candidates)] as const;
  const of = ({ warmLatency, latency }: CandidateReport): LatencySummary => (warm ? warmLatency : latency);
  const [one, other] = [of(pair[0])[name]?.value, of(pair[1])[name]?.value];
  if (one === undefined || other === undefined) return null;
  const near = interval[0] > 1 ? interval[0] - 1 : 1 - interval[1];
  const doubt = differenceDoubt(disturbanceOf(report), pair, q, [one, other]);
  return near * other < doubt.by ? doubt.cause : null;
}
