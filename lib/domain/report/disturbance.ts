import { formatMs, formatShare } from '../charts/format.ts';
import type { Bill } from '../cost/assessment.ts';
import type { Outcome } from '../execution/executor.ts';
import type { Ms, Share, Usd } from '../units.ts';
import { bySide } from './by-side.ts';
import type { CandidateReport } from './measurement.ts';
import type { Report } from './report.ts';

/**
 * Up to here nothing is in doubt. Lateness below 1 ms is the resolution of the clockwork. Less than a quarter of the
 * processors used by others leaves room beside them, and what they do changes from turn to turn, so that the intervals
 * hold it; a hypervisor stops everything at once, hence the smaller share.
 */
export const HARMLESS = { lateMs: 1, steal: 0.02, others: 0.25 } as const;

/** What disturbed a run, each 0 when it was harmless or is not known. */
export interface Disturbance {
  /** By how much the generator sent late, p99. */
  late: Ms;
  /** Share of all processor time that the hypervisor gave to others. */
  steal: Share;
  /** Share of all processor time that went to other programs of this machine. */
  others: Share;
  /** Share of the requests that were due and never sent. */
  unsent: Share;
}

const above = (value: number | null | undefined, limit: number): number =>
  value != null && value > limit ? value : 0;

const UNDISTURBED: Disturbance = { late: 0, steal: 0, others: 0, unsent: 0 };

const sentBy = (candidates: Report['candidates']): number =>
  candidates.reduce((sum, { requests }) => sum + requests, 0);

export function disturbanceOf({
  generator,
  candidates,
}: Pick<Report, 'generator' | 'candidates'>): Disturbance {
  const sent = sentBy(candidates);
  const unsent = generator?.unsent ?? 0;
  // Nothing was measured, so nothing measured is in doubt: limits and bills are all there is.
  if (sent + unsent === 0) return UNDISTURBED;
  return {
    late: above(generator?.lateness.p99Ms, HARMLESS.lateMs),
    steal: above(generator?.load?.steal, HARMLESS.steal),
    others: above(generator?.load?.others, HARMLESS.others),
    unsent: unsent === 0 ? 0 : unsent / (unsent + sent),
  };
}

/** A figure may be off by `by` in its own unit, for the reason that weighs most. */
export interface Doubt {
  by: number;
  cause: string | null;
}

/** Time that takes part in a share `crowded` of lost processor time may be all of its own or none: that share of it. */
const crowded = ({ steal, others }: Disturbance): Share => Math.min(1, steal + others);

const CAUSES = {
  late: ({ late }: Disturbance) => `the load generator sent ${formatMs(late)} late`,
  unsent: ({ unsent }: Disturbance) => `${formatShare(unsent)} of the requests were not sent`,
  crowd: ({ steal, others }: Disturbance) =>
    others >= steal
      ? `other programs used ${formatShare(others)} of the processors`
      : `the hypervisor gave ${formatShare(steal)} of the processors to others`,
};

function doubtOf(disturbance: Disturbance, parts: Partial<Record<keyof typeof CAUSES, number>>): Doubt {
  const known = Object.entries(parts).filter(([, by]) => by > 0);
  const [most] = known.sort(([, one], [, other]) => other - one);
  const by = known.reduce((sum, [, part]) => sum + part, 0);
  const cause = (Object.keys(CAUSES) as (keyof typeof CAUSES)[]).find((name) => name === most?.[0]);
  return { by, cause: cause === undefined ? null : CAUSES[cause](disturbance) };
}

/**
 * Doubt of a latency percentile `q` (0 to 1) that was measured as `value`, in ms:
 * - lateness counts whole, because latency runs from the moment at which a request was due (and a late request meets
 *   others than it would have met, which may lower it as well);
 * - processors lost stretch any part of the time by their share at most, Amdahl's bound for one that is all computing;
 * - requests never sent are taken for the slowest of all: the percentile is then `unsent` further up the distribution,
 *   and beyond the end of it nothing bounds it.
 */
export function latencyDoubt(disturbance: Disturbance, side: CandidateReport, q: Share, value: Ms): Doubt {
  const { late, unsent } = disturbance;
  return doubtOf(disturbance, {
    late,
    crowd: crowded(disturbance) * value,
    unsent: unsent === 0 ? 0 : Math.max(0, percentileAt(side, q + unsent) - value),
  });
}

function percentileAt({ distribution }: CandidateReport, share: Share): Ms {
  return share > 1
    ? Number.POSITIVE_INFINITY
    : (distribution.find((point) => point.share >= share)?.ms ?? Number.POSITIVE_INFINITY);
}

/**
 * Doubt of a difference of two latencies, in ms: one generator serves both, so its lateness counts once; what
 * else was lost may have been lost to either.
 */
export function differenceDoubt(
  disturbance: Disturbance,
  pair: readonly [CandidateReport, CandidateReport],
  q: Share,
  values: readonly [Ms, Ms],
): Doubt {
  const tails = pair.map((one, at) =>
    Math.max(0, percentileAt(one, q + disturbance.unsent) - (values[at] ?? 0)),
  );
  return doubtOf(disturbance, {
    late: disturbance.late,
    crowd: crowded(disturbance) * Math.max(...values),
    unsent: disturbance.unsent === 0 ? 0 : Math.max(...tails),
  });
}

/**
 * Doubt of both bills together, in dollars a month. Lateness and requests not sent change no billed time. Processors
 * lost stretch it by their share at most, and with it every line that traffic moves; more than the least number of
 * tasks was worked out from the same times, so then the fixed lines count too.
 */
export function billsDoubt(
  disturbance: Disturbance,
  report: Pick<Report, 'candidates' | 'cost' | 'plan'>,
): Doubt {
  const { function: fn, container } = bySide(report);
  const moved = (bill: Bill, fixedToo: boolean): Usd =>
    bill.lines.reduce((sum, line) => sum + (line.fixed && !fixedToo ? 0 : line.usd), 0);
  const usd = moved(fn.bill, false) + moved(container.bill, report.cost.tasks > report.plan.replicas);
  return doubtOf(disturbance, { crowd: crowded(disturbance) * usd });
}

/** Failures that a slow machine can cause; a handler that throws is no doubt of the measurement. */
const BY_TIME: readonly Outcome[] = ['timeout', 'throttled', 'unavailable', 'cancelled'];

/** Doubt of a share of good answers: requests not sent, and, where processors were lost, failures that are about time. */
export function goodDoubt(disturbance: Disturbance, side: CandidateReport): Doubt {
  const byTime = BY_TIME.reduce((sum, outcome) => sum + (side.outcomes[outcome] ?? 0), 0);
  return doubtOf(disturbance, {
    unsent: disturbance.unsent,
    crowd: crowded(disturbance) === 0 || side.requests === 0 ? 0 : byTime / side.requests,
  });
}

/** Beyond these no figure says enough: there is no verdict at all. */
const NONE_ABOVE = { others: 0.5, unsent: 0.01 };
const LEAST_GOOD = 0.9;

/** Why there is no verdict, and what would bring one. */
export interface NoVerdict {
  because: string;
  remedy: string;
}

/** A disturbed run may be repeated. */
export const undisturbed = (because: string): NoVerdict => ({
  because,
  remedy: 'Another run, on a quieter machine or at a lower rate.',
});

/** Why the figures carry no verdict, whatever they say; null when they may. */
export function whyNoVerdict(report: Pick<Report, 'generator' | 'candidates'>): NoVerdict | null {
  const disturbance = disturbanceOf(report);
  if (disturbance.others > NONE_ABOVE.others) return undisturbed(CAUSES.crowd({ ...disturbance, steal: 0 }));
  if (disturbance.unsent > NONE_ABOVE.unsent) return undisturbed(CAUSES.unsent(disturbance));
  if (sentBy(report.candidates) === 0) return null;
  if (report.candidates.some((one) => goodShare(one) >= LEAST_GOOD)) return null;
  const { function: fn, container } = bySide(report);
  return {
    because: `too many requests failed on both sides (${formatShare(goodShare(fn))} answered well by functions, ${formatShare(goodShare(container))} by containers)`,
    remedy: 'An end to the failures: then latency and cost decide.',
  };
}

const goodShare = ({ good, requests }: CandidateReport): Share => (requests === 0 ? 0 : good / requests);
