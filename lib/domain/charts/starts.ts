import { familyOf } from '../execution/candidate.ts';
import type { Side } from '../execution/executor.ts';
import type { CandidateReport } from '../report/measurement.ts';
import type { Report } from '../report/report.ts';
import { startsWords } from '../report/starts.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { Ms } from '../units.ts';
import { countTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { exactMs, formatMs } from './format.ts';

/** The starts of one side on the axis that both share. */
export interface StartsRow {
  side: Side;
  /** Ascending. */
  times: readonly Ms[];
  /** Null with fewer starts than a median needs. */
  p50: Ms | null;
  /** "20 starts", "7 of 20 starts: 10 s were used up". */
  count: string;
}

export interface StartsChart {
  end: Ms;
  ticks: Ms[];
  rows: StartsRow[];
  summary: string;
  table: ChartTable;
}

/** The starts that the run forced on both sides, over one axis from 0; null where it forced none. */
export function prepareStarts({ candidates, plan }: Pick<Report, 'candidates' | 'plan'>): StartsChart | null {
  const rows = candidates.flatMap((one) => rowOf(familyOf(one), one.starts) ?? []);
  const all = rows.flatMap(({ times }) => [...times]);
  if (all.length === 0) return null;
  const ticks = countTicks(Math.max(...all));
  const counts = rows.map(({ side, count }) => `${SIDE_NAMES[side]}: ${count}.`).join(' ');
  return {
    end: ticks.at(-1) ?? 1,
    ticks,
    rows,
    summary: `${startsWords(candidates, plan.seed) ?? ''} ${counts}`.trim(),
    table: tableOf(rows),
  };
}

function rowOf(side: Side, starts: CandidateReport['starts']): StartsRow | null {
  if (!starts) return null;
  return { side, times: starts.times, p50: starts.summary.p50?.value ?? null, count: countWords(starts) };
}

function countWords({ times, wanted, problem }: NonNullable<CandidateReport['starts']>): string {
  if (times.length === wanted) return wanted === 1 ? '1 start' : `${wanted} starts`;
  const why = problem === null ? '10 s were used up' : `the next one failed (${problem.replace(/\.$/, '')})`;
  return `${times.length} of ${wanted} starts, because ${why}`;
}

const tableOf = (rows: readonly StartsRow[]): ChartTable => ({
  caption: 'Every forced start, from the sandbox or container until the code was loaded, shortest first',
  columns: ['Side', 'Start', 'Took'],
  rows: rows.flatMap(({ side, times }) =>
    times.map((ms, index) => [SIDE_NAMES[side], String(index + 1), exactMs(Math.round(ms * 100) / 100)]),
  ),
});

/** "48 ms" over the median's mark. */
export const medianLabel = ({ p50 }: StartsRow): string => (p50 === null ? '' : `p50 ${formatMs(p50)}`);
