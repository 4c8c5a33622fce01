import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import type { ExperimentView, SweepView } from '#lib/domain/live/api.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { prepareSweepChart } from '#lib/domain/sweep/chart.ts';
import { prepareSweep } from '#lib/domain/sweep/prepare.ts';
import { RuntimesField } from './runtimes-field.tsx';
import { SweepChart } from './sweep-chart.tsx';
import { SweepTable } from './sweep-table.tsx';

const report = fixtureReport();
const prepared = prepareSweep([{ experimentId: 'e1', point: { memoryMiB: 256 }, report }]);

const experiment = (id: string, state: ExperimentView['state']): ExperimentView => ({
  ...{ id, state, workloadId: 'w', workload: report.workload, plan: ExperimentPlan.parse({}) },
  ...{
    createdAt: report.createdAt,
    startedAt: null,
    endedAt: null,
    problem: null,
    samples: 0,
  },
});

const view: SweepView = {
  ...{ id: 's', workloadId: 'w', workload: report.workload, createdAt: report.createdAt, prepared },
  axes: { memoryMiB: [256, 512] },
  experiments: [
    { experiment: experiment('e1', 'done'), label: '256 MiB', choice: null },
    { experiment: experiment('e2', 'running'), label: '512 MiB', choice: null },
  ],
};

const html = (element: React.ReactNode) => renderToStaticMarkup(<TooltipProvider>{element}</TooltipProvider>);

describe('the page of a sweep', () => {
  it('has a row for every setting, measured or not, with its picks in words', () => {
    const table = html(<SweepTable view={view} />);
    expect(table).toContain('href="/experiments/e2"');
    expect(table).toContain('Running');
    expect(table.match(/cheapest, fastest, balanced/g)).toHaveLength(2);
  });

  it('says of a disturbed setting that it is in doubt, not that it failed, and draws no empty chart', () => {
    const because = 'other programs used 90% of the processors';
    const disturbed = { ...report, verdict: { ...report.verdict, because } };
    const none = prepareSweep([{ experimentId: 'e1', point: { memoryMiB: 256 }, report: disturbed }]);
    const table = html(<SweepTable view={{ ...view, prepared: none }} />);
    expect(table).not.toContain('too many failures');
    expect(table.match(/>in doubt</g)).toHaveLength(2);
    expect(html(<SweepChart chart={prepareSweepChart(none)} />)).not.toContain('<svg width="720"');
  });

  it('has a chart with a name, its sentence and its data as a table', () => {
    const chart = prepareSweepChart(prepared);
    const picture = html(<SweepChart chart={chart} />);
    expect(picture).toContain('Show as table: Speed and cost of every setting');
    expect(picture).toContain('both the cheapest and the fastest');
    expect(chart.table.rows).toHaveLength(2);
    expect(chart.table.rows[0]).toHaveLength(chart.table.columns.length);
    expect(chart.panels.map(({ dots }) => dots.function.length)).toEqual([1, 1, 1]);
    expect(picture.match(/>fastest, balanced</g)).toHaveLength(2);
    expect(picture.match(/>cheapest, balanced</g)).toHaveLength(2);
    expect(picture).toContain('Across: memory in MiB');
    expect(picture).toContain('where there is no room for words, C is cheapest');
    expect(picture).not.toContain('with 95% intervals of the median');
  });

  it('draws no line between two runtimes', () => {
    const each = (['nodejs', 'python'] as const).map((runtime) => ({
      ...{ experimentId: runtime, point: { runtime }, report },
    }));
    const picture = html(<SweepChart chart={prepareSweepChart(prepareSweep(each))} />);
    expect(picture).toContain('>Python</text>');
    expect(picture).toContain('Between two runtimes there is no line');
    const lines = [...picture.matchAll(/<path d="([^"]*)" fill="none"/g)].map(([, path]) => path ?? '');
    // Of three panels on two sides; replicas have no start.
    expect(lines.filter(Boolean)).toHaveLength(5);
    for (const line of lines) expect(line).toMatch(/^(M[\d. ]+M[\d. ]+)?$/);
  });

  it('offers the runtimes that a workload brings, checked as they are chosen', () => {
    const field = html(
      <RuntimesField runtimes={['nodejs', 'python']} value="python" error={undefined} onChange={() => {}} />,
    );
    expect(field.match(/aria-checked="(true|false)"/g)).toEqual([
      'aria-checked="false"',
      'aria-checked="true"',
    ]);
    expect(field).toMatch(/<label for="sweep-runtime-python"[^>]*>Python</);
  });

  it('draws nothing it does not know, and breaks at nothing', () => {
    const none = prepareSweepChart(prepareSweep([]));
    expect(none.panels).toEqual([]);
    expect(html(<SweepChart chart={none} />)).toContain('Speed and cost');
    expect(html(<SweepTable view={{ ...view, prepared: null }} />)).not.toContain('cheapest');
  });
});
