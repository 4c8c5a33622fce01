import { describe, expect, it } from 'vitest';
import { bySide } from './by-side.ts';
import { blockRows, usageRows, warmUpRows } from './candidate-rows.ts';
import { fixtureReport } from './fixture.ts';
import type { CandidateReport } from './measurement.ts';
import type { Report } from './report.ts';

const report = fixtureReport();
const change = (part: Partial<CandidateReport>): Report => ({
  ...report,
  candidates: [bySide(report).function, { ...bySide(report).container, ...part }],
});

describe('rows of all candidates', () => {
  it('are absent where nothing is known, also in a report of the first release', () => {
    expect(usageRows(report)).toEqual([]);
    expect(warmUpRows(report)).toEqual([]);
    const older = { ...bySide(report).function, blocks: [] };
    expect(blockRows({ ...report, candidates: [older, bySide(report).container] })).toEqual([]);
  });

  it('have a dash where one side does not know', () => {
    const idle = { time: 1000, processors: 0.01, memory: 5e7, instances: 1 };
    const usage = { cpuPerRequest: 3, processors: 0.1, memory: 5e7, memoryPeak: null, idle };
    const rows = usageRows(change({ usage }));
    expect(rows.map(({ label }) => label)).not.toContain('Memory, most of one instance');
    expect(rows[0]).toEqual({
      label: 'CPU time of a request',
      kind: 'ms',
      values: { a: null, b: 3 },
    });
  });

  it('show the warm-up and every turn', () => {
    const warmUp = {
      requests: 40,
      good: 39,
      cold: 3,
      latency: { ...bySide(report).container.latency, max: 90 },
    };
    expect(warmUpRows(change({ warmUp })).map(({ values }) => values.b)).toEqual([40, 39, 3, 90]);
    expect(blockRows(report).map(({ label }) => label)).toEqual(['Turn 1', 'Turn 2']);
    expect(blockRows(report)[0]?.values.a).toBeGreaterThan(1);
  });
});
