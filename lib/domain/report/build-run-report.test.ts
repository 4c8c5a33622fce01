import { describe, expect, it } from 'vitest';
import { sampleWith } from '../execution/testing/sample.ts';
import { buildReport } from './build.ts';
import { buildRunReport, monthOfRun } from './build-run-report.ts';
import { bySide } from './by-side.ts';
import { fixtureInput } from './fixture.ts';
import { run } from './fixture-run.ts';
import { fixtureWorkload } from './fixture-workload.ts';
import { monthNote } from './month-words.ts';

const started = (index: number) => (index % 50 === 0 ? { cold: true, init: 200 } : {});
const samples = [...run('function', 200, () => 20, started), ...run('container', 200, () => 20)];
const workload = { ...fixtureWorkload, traffic: { requestsPerMonth: 4000, shape: 'steady' } as const };
const input = { ...fixtureInput(samples), workload };

describe('the report of a run', () => {
  const report = buildRunReport(input);

  it('prices the cold starts of the simulated month, not those of the run', () => {
    // 4,000 a month are 0.91 in ten minutes: exp(-0.91) of them find nothing warm.
    const share = report.month?.coldShare ?? 0;
    expect(Math.abs(share - 0.401)).toBeLessThan(0.04);
    expect(report.cost.usage?.coldShare).toBe(share);
    expect(bySide(report).function.cold.share.value).toBe(0.02);
    expect(report.cost.assumptions.join(' ')).toContain('% of requests in a simulated month of this traffic');
    expect(buildReport(input).cost.assumptions.join(' ')).toContain('% of requests expected at this traffic');
  });

  it('has the times of the run in that month, and says that they are simulated', () => {
    expect(report.month?.latency.p50).toBeCloseTo(20, 0);
    expect(report.month?.latency.p99).toBeGreaterThanOrEqual(20);
    expect(report.month && monthNote(report.month)).toMatch(
      /^Simulated, not measured: .*\(the whole month\)/,
    );
    expect(buildRunReport(input)).toEqual(report);
  });

  it('has none where no start or nothing warm was measured', () => {
    const warm = samples.map((sample) => ({ ...sample, cold: false }));
    const cold = samples.map((sample) => ({ ...sample, cold: true }));
    const failed = [sampleWith({ outcome: 'handler-error' })];
    for (const some of [warm, cold, failed, []]) expect(monthOfRun({ ...input, samples: some })).toBeNull();
  });
});
