import { describe, expect, it } from 'vitest';
import { prepareStarts } from '../charts/starts.ts';
import { about, both, build, run } from './fixture-run.ts';
import { fixturePlan } from './fixture-workload.ts';
import type { BuildReportInput } from './input.ts';
import type { ForcedStarts } from './starts.ts';
import { startsWords } from './starts.ts';

const forced = (times: readonly number[], more: Partial<ForcedStarts> = {}): ForcedStarts => ({
  ...{ wanted: times.length, times, problem: null },
  ...more,
});
const spread = (around: number, count = 20) =>
  Array.from({ length: count }, (_, index) => around + ((index * 7) % 5));
const report = (fn: ForcedStarts, container: ForcedStarts) =>
  build(both(20, 10), { plan: { ...fixturePlan, starts: 20 }, forced: { a: fn, b: container } });

describe('forced starts in a report', () => {
  it('stand side by side with their counts, and the difference has an interval', () => {
    const { sides, candidates, plan } = report(forced(spread(30)), forced(spread(60)));
    expect([sides.function.starts?.times.length, sides.container.starts?.times.length]).toEqual([20, 20]);
    expect(sides.container.starts?.summary.p50?.value).toBeCloseTo(62, 0);
    expect(startsWords(candidates, plan.seed)).toMatch(
      /^An environment took 32 ms \(median of 20 starts\), a replica took 62 ms \(median of 20 starts\)\. A start on the function side is 1\.9 times faster \(between/,
    );
    const chart = prepareStarts({ candidates, plan });
    expect(chart?.rows.map(({ count }) => count)).toEqual(['20 starts', '20 starts']);
    expect(chart?.table.rows).toHaveLength(40);
    expect(chart?.end).toBeGreaterThanOrEqual(64);
  });

  it('claim no difference that their intervals do not part', () => {
    const { candidates } = report(forced(spread(30)), forced(spread(30.5)));
    expect(startsWords(candidates, 1)).toContain('No clear difference');
  });

  it('make no ratio of a single start', () => {
    const { candidates } = report(forced([30]), forced([60]));
    expect(startsWords(candidates, 1)).toBe(
      'An environment took 30 ms (one start), a replica took 60 ms (one start). So few starts give no ratio.',
    );
  });

  it('say why a side has fewer than were asked for', () => {
    const { candidates, plan } = report(
      forced([4000, 4100, 3900], { wanted: 20 }),
      forced([50], { wanted: 20, problem: 'The container ended.' }),
    );
    expect(prepareStarts({ candidates, plan })?.rows.map(({ count }) => count)).toEqual([
      '3 of 20 starts, because 10 s were used up',
      '1 of 20 starts, because the next one failed (The container ended)',
    ]);
  });

  it('are null where a run forced none, and the picture is left out', () => {
    const { sides, candidates, plan } = build(both(20, 10));
    expect([sides.function.starts, prepareStarts({ candidates, plan })]).toEqual([null, null]);
  });

  it('are those that the bill counts with, and do not mix with starts under load', () => {
    const cold = (index: number) => (index % 10 === 0 ? { cold: true, init: 9000 } : {});
    const samples = [...run('function', 600, about(20), cold), ...run('container', 600, about(20))];
    const billed = (more: Partial<BuildReportInput>) => build(samples, more);
    const loaded = billed({});
    const idle = billed({ forced: { a: forced(spread(400)), b: forced(spread(60)) } });
    expect([loaded.cost.usage?.initMs, idle.cost.usage?.initMs]).toEqual([9000, expect.closeTo(402, 0)]);
    expect(idle.sides.function.init).toEqual(loaded.sides.function.init);
  });
});
