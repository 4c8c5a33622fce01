import { weekSegments } from '../../load/month-hours.ts';
import { type RateSegment, requestsIn } from '../../load/rate-segment.ts';
import { HOURS_PER_MONTH, HOURS_PER_WEEK } from '../../load/traffic.ts';
import type { Ms } from '../../units.ts';
import type { Workload } from '../../workload/workload.ts';

/** Requests that are simulated. */
export interface MonthLimits {
  /** Of a month as a whole. */
  most: number;
  /** Of a sample of a heavier one, warm-up included: enough for a cold share to a hundredth of a percent. */
  sampled: number;
}
export const MONTH_LIMITS: MonthLimits = { most: 5_000_000, sampled: 2_000_000 };

/** A stretch of the month that is simulated by itself. */
export interface MonthPart {
  segments: readonly RateSegment[];
  /** From its beginning: makes the environments that were there before, and is not counted. */
  warmUpMs: Ms;
  hours: number;
  /** Hours of the month for each of these. */
  weight: number;
}

export interface MonthParts {
  parts: readonly MonthPart[];
  /** One of so many requests is sent. */
  thinned: number;
}

/**
 * What is simulated of a month: all of it; of more than 5 million requests as many hours of each kind as 2 million
 * allow, each after the end of the hour before it; of more than an hour of each kind one request of so many.
 */
export function monthParts(
  traffic: Workload['traffic'],
  warmUpMs: Ms,
  { most, sampled }: MonthLimits = MONTH_LIMITS,
): MonthParts {
  const week = weekSegments(traffic);
  if (traffic.requestsPerMonth <= most) return { parts: [wholeMonth(week)], thinned: 1 };
  const kinds = kindsOf(week, warmUpMs);
  const round = kinds.reduce((sum, { segments }) => sum + total(segments), 0);
  const rounds = Math.floor(sampled / round);
  if (rounds === 0) {
    const thinned = round / sampled;
    return { parts: kinds.map((kind) => thin(kind, thinned)), thinned };
  }
  return { parts: kinds.flatMap((kind) => repeated(kind, rounds)), thinned: 1 };
}

const wholeMonth = (week: readonly RateSegment[][]): MonthPart => ({
  segments: Array.from({ length: HOURS_PER_MONTH }, (_, hour) => week[hour % HOURS_PER_WEEK] ?? []).flat(),
  warmUpMs: 0,
  hours: HOURS_PER_MONTH,
  weight: 1,
});

/** Hours that are alike and follow alike ones, each kind once; its weight is how many of them a month has. */
function kindsOf(week: readonly RateSegment[][], warmUpMs: Ms): MonthPart[] {
  const kinds = new Map<string, MonthPart>();
  for (const [index, hour] of week.entries()) {
    const before = week[(index + week.length - 1) % week.length] ?? [];
    const key = `${signature(before)} ${signature(hour)}`;
    const known = kinds.get(key);
    const weight = (known?.weight ?? 0) + HOURS_PER_MONTH / HOURS_PER_WEEK;
    kinds.set(key, { segments: [...lastOf(before, warmUpMs), ...hour], warmUpMs, hours: 1, weight });
  }
  return [...kinds.values()];
}

/** Rates differ by rounding where the shape does not. */
const signature = (hour: readonly RateSegment[]): string =>
  hour.map(({ ms, from, to }) => `${ms}:${from.toPrecision(9)}:${to.toPrecision(9)}`).join(',');

/** The end of an hour of level segments. */
function lastOf(hour: readonly RateSegment[], wanted: Ms): RateSegment[] {
  let left = wanted;
  return hour
    .toReversed()
    .flatMap((segment) => {
      const ms = Math.min(left, segment.ms);
      left -= ms;
      return ms > 0 ? [{ ...segment, ms }] : [];
    })
    .toReversed();
}

const repeated = (kind: MonthPart, rounds: number): MonthPart[] => {
  const times = Math.max(1, Math.min(rounds, Math.round(kind.weight)));
  return Array.from({ length: times }, () => ({ ...kind, weight: kind.weight / times }));
};

const thin = (kind: MonthPart, thinned: number): MonthPart => ({
  ...kind,
  segments: kind.segments.map(({ ms, from, to }) => ({ ms, from: from / thinned, to: to / thinned })),
});

const total = (segments: readonly RateSegment[]): number =>
  segments.reduce((sum, segment) => sum + requestsIn(segment), 0);
