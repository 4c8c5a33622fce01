import { expect, it } from 'vitest';
import type { SweepView } from '#lib/domain/live/api.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { prepareSweep } from '#lib/domain/sweep/prepare.ts';
import { sweepTable } from './sweep.ts';

const report = fixtureReport();
const swept = [256, 512].map((memoryMiB, at) => {
  const candidates = report.candidates.map((one) => ({
    ...one,
    bill: { ...one.bill, totalUsd: one.bill.totalUsd * (at + 1) },
  }));
  return {
    experimentId: `e${memoryMiB}`,
    point: { memoryMiB },
    report: { ...report, candidates },
  };
});
const view: SweepView = {
  ...{ id: 'the-id', workloadId: 'w', workload: report.workload, createdAt: report.createdAt },
  ...{ axes: { memoryMiB: [256, 512] }, experiments: [], prepared: prepareSweep(swept) },
};

it('a sweep as a terminal shows it: the sentence, then a row for every setting of each side', () => {
  const lines = sweepTable(view).split('\n');
  expect(lines.filter((line) => line.startsWith('256 MiB'))).toHaveLength(2);
  expect(lines.filter((line) => line.includes('cheapest, fastest, balanced'))).toHaveLength(2);
  expect(lines.at(-1)).toBe('Stored as sweep the-id.');
  expect(sweepTable({ ...view, prepared: null })).toContain('no setting was measured');
});
