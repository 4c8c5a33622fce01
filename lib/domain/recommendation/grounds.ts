import { formatMs, formatShare, formatUsd } from '../charts/format.ts';
import { familyOf } from '../execution/candidate.ts';
import { billsBySide, bySide } from '../report/by-side.ts';
import {
  billsDoubt,
  type Disturbance,
  type Doubt,
  disturbanceOf,
  goodDoubt,
  latencyDoubt,
} from '../report/disturbance.ts';
import type { CandidateReport } from '../report/measurement.ts';
import type { Report } from '../report/report.ts';
import { meetsTarget, targetPercentile } from '../report/target.ts';
import { shareWithInterval } from '../statistics/wilson.ts';
import type { Reason } from './assessment.ts';
import { ALIKE, GAP, NAMES, other } from './reasons.ts';

/** What is judged: the figures of a report, from whatever version it comes. */
export type Figures = Pick<Report, 'workload' | 'plan' | 'candidates' | 'cost' | 'generator'>;

/** One figure under a reason, and by how much it may move before the reason says something else. */
export interface Ground {
  figure: string;
  /** In the unit of `doubt`; never negative where the reason holds. */
  margin: number;
  doubt: Doubt;
  /** The margin as words: "the interval of the p95 of functions ends 3 ms from the target". */
  words: string;
}

/** What a reason rests on; empty where it rests on nothing measured. */
export function groundsOf({ about, favours }: Reason, figures: Figures): Ground[] {
  const disturbance = disturbanceOf(figures);
  if (about === 'latency') return latencyGrounds(figures, disturbance);
  if (about === 'cost') return [costGround(favours, figures, disturbance)];
  if (about === 'reliability') return reliabilityGrounds(favours, figures, disturbance);
  return [];
}

/** Each candidate on its own: its percentile and the target. An undecided one claims nothing. */
function latencyGrounds(figures: Figures, disturbance: Disturbance): Ground[] {
  return figures.candidates.flatMap((one) => targetGround(one, figures, disturbance) ?? []);
}

/** How far a candidate is from meeting its target no more, or from meeting it after all. */
export function targetGround(
  report: CandidateReport,
  figures: Figures,
  disturbance: Disturbance,
): Ground | null {
  const { latencyTarget: target } = figures.workload;
  const name = NAMES[familyOf(report)];
  const met = meetsTarget(report, target);
  const measured = targetPercentile(report, target);
  if (met === null) return null;
  const near = measured?.interval?.[met ? 1 : 0];
  const missedByTime = near !== undefined && near > target.ms;
  if (!met && !missedByTime) return failedGround(report, figures, disturbance);
  if (measured === null || near === undefined) return null;
  const margin = Math.abs(target.ms - near);
  return {
    figure: `p${target.percentile} of ${name}`,
    margin,
    doubt: latencyDoubt(disturbance, report, target.percentile / 100, measured.value),
    words: `the interval of the p${target.percentile} of ${name} ends ${formatMs(margin)} from the target`,
  };
}

/** Missed because too few requests were answered well. */
function failedGround(failing: CandidateReport, { workload }: Figures, disturbance: Disturbance): Ground {
  const most = shareWithInterval(failing.good, failing.requests).interval?.[1] ?? 0;
  const margin = Math.max(0, workload.latencyTarget.percentile / 100 - most);
  const name = NAMES[familyOf(failing)];
  return {
    figure: `good answers of ${name}`,
    margin,
    doubt: goodDoubt(disturbance, failing),
    words: `the good answers of ${name} are ${formatShare(margin)} from enough`,
  };
}

/** Apart: until they are alike. Alike: until they are apart. */
function costGround(favours: Reason['favours'], figures: Figures, disturbance: Disturbance): Ground {
  const { function: fn, container } = bySide(figures);
  const [least, most] = [fn.bill.totalUsd, container.bill.totalUsd].sort((one, two) => one - two);
  const beyond = (most ?? 0) * (1 - ALIKE) - (least ?? 0);
  const [low, high] = billsBySide(figures).difference.interval;
  const apart = low > 0 ? low : high < 0 ? -high : -Math.min(-low, high);
  const margin = favours === 'neither' ? Math.max(-beyond, -apart) : Math.min(beyond, apart);
  return {
    figure: 'both bills',
    margin: Math.max(0, margin),
    doubt: billsDoubt(disturbance, figures),
    words: `the bills are ${formatUsd(Math.max(0, margin))} from being ${favours === 'neither' ? 'apart' : 'alike'}`,
  };
}

function reliabilityGrounds(
  favours: Reason['favours'],
  figures: Figures,
  disturbance: Disturbance,
): Ground[] {
  if (favours === 'neither') return [];
  const sides = bySide(figures);
  const side = sides.function.id === favours ? 'function' : 'container';
  const [better, worse] = [sides[side], sides[other(side)]].map(({ good, requests }) =>
    shareWithInterval(good, requests),
  );
  const apart = (better?.interval?.[0] ?? 0) - (worse?.interval?.[1] ?? 1);
  const margin = Math.max(0, Math.min(apart, (better?.value ?? 0) - (worse?.value ?? 0) - GAP));
  const words = `the shares of good answers are ${formatShare(margin)} from being alike`;
  return (['function', 'container'] as const).map((side) => ({
    figure: `good answers of ${NAMES[side]}`,
    margin,
    doubt: goodDoubt(disturbance, sides[side]),
    words,
  }));
}

/** The ground that does not hold: what it rests on may be off by more than its margin. */
export const shaken = (grounds: readonly Ground[]): Ground | undefined =>
  grounds.find(({ margin, doubt }) => margin < doubt.by);
