import { describe, expect, it } from 'vitest';
import { buildReport } from './build.ts';
import { buildRunReport } from './build-run-report.ts';
import { fixtureInput } from './fixture.ts';
import { fixtureWorkload } from './fixture-workload.ts';
import { reportSchema } from './schema/report.ts';

/** As a run leaves it that sent nothing: 30 s a side, a timeout of 3 s. */
const report = (durationSeconds: number) =>
  buildRunReport({ ...fixtureInput([]), workload: { ...fixtureWorkload, durationSeconds } });

describe('a report of requests that take longer than a run can show', () => {
  it('has a verdict by the limit of the function platform, which is clear', () => {
    const { verdict, warnings, assumptions, month } = report(3600);
    expect(verdict).toMatchObject({ choice: 'b', confidence: 'clear' });
    expect(verdict.sentence).toMatch(
      /^Containers: a request takes 60 min, and AWS Lambda stops after 15 min\./,
    );
    expect(warnings).toEqual([]);
    expect(assumptions).toEqual([expect.stringContaining('limits and bill alone judge')]);
    expect(month).toBeNull();
  });

  it('is judged by the bill of the assumed duration where the limit is not touched', () => {
    const { verdict, cost, candidates } = report(60);
    expect(cost.usage).toMatchObject({ durationsMs: [60_000], busyMs: { value: 60_000 } });
    expect(candidates[0]?.bill.totalUsd).toBeGreaterThan(5000);
    expect(cost.assumptions.join(' ')).toContain('A request takes 60 s on both sides');
    expect(['a', 'b']).toContain(verdict.choice);
    expect(verdict.reasons.find(({ about }) => about === 'cost')?.favours).toBe(verdict.choice);
    expect(verdict.sentence).toContain('as described, which no run of this plan can show');
    expect(candidates[0]?.latency.p50).toBeNull();
  });

  it('says that a bill is of what the platform would stop, on both sides of its limit', () => {
    const stopped = (seconds: number) =>
      report(seconds).cost.assumptions.filter((text) => text.includes('stops it after 15 min')).length;
    expect([stopped(900), stopped(901)]).toEqual([0, 1]);
  });

  it('can be stored and read again', () => {
    const one = report(3600);
    expect(reportSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });

  it('measures what a run can show, whatever was assumed', () => {
    const { verdict, assumptions } = buildReport({
      ...fixtureInput([]),
      workload: { ...fixtureWorkload, durationSeconds: 3 },
    });
    expect(assumptions.length).toBeGreaterThan(1);
    expect(verdict.sentence).not.toContain('as described');
  });
});
