import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { LineChartModel } from '#lib/domain/charts/line-chart.ts';
import type { SweepChart as Sweep } from '#lib/domain/sweep/chart.ts';
import { SweepChart } from '../sweep/sweep-chart.tsx';
import { MARGIN, tickWidth, Y_WIDTH, yRoom } from './axes.ts';
import { LineChart } from './line-chart.tsx';

interface Label {
  text: string;
  left: number;
  right: number;
  bottom: number;
}

const number = (tag: string, name: string): number =>
  Number(new RegExp(` ${name}="([-\\d.]+)"`).exec(tag)?.[1]);

/** Every tick's label of the first picture, in its own pixels. */
function labelsOf(html: string): { width: number; labels: Label[] } {
  const svg = /<svg[^>]*aria-label.*?<\/svg>/s.exec(html)?.[0] ?? '';
  const shifts: [number, number][] = [];
  const labels: Label[] = [];
  for (const [tag, text = ''] of svg.matchAll(/<\/?g[^>]*>|<text[^>]*geist-mono[^>]*>([^<]*)/g)) {
    if (tag.startsWith('</g')) shifts.pop();
    else if (tag.startsWith('<g')) {
      const [, x = '0', y = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(tag) ?? [];
      shifts.push([Number(x), Number(y)]);
    } else {
      const x = number(tag, 'x') + shifts.reduce((sum, [shift]) => sum + shift, 0);
      const wide = tickWidth(text);
      const left = tag.includes('text-anchor="end"') ? x - wide : x - wide / 2;
      const bottom = number(tag, 'y') + shifts.reduce((sum, [, shift]) => sum + shift, 0);
      labels.push({ text, left, right: left + wide, bottom });
    }
  }
  return { width: number(svg, 'width'), labels };
}

const expectInside = ({ width, labels }: ReturnType<typeof labelsOf>) => {
  expect(labels.length).toBeGreaterThan(2);
  for (const { text, left, right } of labels) {
    expect(left, text).toBeGreaterThanOrEqual(0);
    expect(right, text).toBeLessThanOrEqual(width);
  }
};

const ticks = (...all: [number, string][]) => all.map(([at, label]) => ({ at, label }));
const model = (y: LineChartModel['y'], x: LineChartModel['x']): LineChartModel => ({
  ...{ grid: [1, 10, 100], titles: [], x, y, marks: [], own: null, limit: null, summary: '' },
  lines: [
    {
      id: 'a',
      name: 'Functions',
      letter: 'F',
      side: 'function',
      values: [1, 2, 3],
      strong: true,
      texts: [],
      dash: null,
    },
  ],
  table: { caption: '', columns: [], rows: [] },
});

/** A line chart with these ticks up and along, as HTML. */
const lineChart = (y: LineChartModel['y']['ticks'], x: LineChartModel['x']['ticks']): string =>
  renderToStaticMarkup(
    <LineChart
      title="t"
      model={model(
        { scale: 'linear', domain: [1, 3], ticks: y },
        { scale: 'log', domain: [1, 100], ticks: x },
      )}
    />,
  );

describe('labels of axes', () => {
  it('are within the picture of a line chart, however long', () => {
    const y = ticks([1, '$1'], [2, '99.9999%'], [3, '$100,000']);
    const x = ticks([1, '1'], [10, '10'], [100, '100,000,000/s']);
    const html = lineChart(y, x);
    expectInside(labelsOf(html));
  });

  it('do not stand on each other', () => {
    const y = ticks(...Array.from({ length: 60 }, (_, n): [number, string] => [1 + n / 30, `${n}%`]));
    const x = ticks([1, '1'], [100, '100']);
    const html = lineChart(y, x);
    const bottoms = labelsOf(html)
      .labels.filter(({ text }) => text.endsWith('%'))
      .map(({ bottom }) => bottom);
    expect(bottoms.length).toBeGreaterThan(10);
    for (const [index, bottom] of bottoms.entries())
      if (index > 0) expect((bottoms[index - 1] ?? 0) - bottom).toBeGreaterThanOrEqual(14);
  });

  it('are within the picture of a sweep, at its ends too, and apart', () => {
    const settings = ['Python · 10,240 · 5,000', 'Node.js · 128 · 5', 'Node.js · 10,240 · 5,000'];
    const dot = { value: 2, joined: false, interval: null, text: '', picks: '' };
    const panel = {
      title: 'Bill',
      axis: { scale: 'log', domain: [1, 1e6], ticks: ticks([1, '$1'], [1e6, '$1,000,000']) },
      dots: { function: settings.map(() => dot), container: settings.map(() => dot) },
    } as const;
    const chart: Sweep = {
      ...{ settings, across: 'runtime', divided: true, panels: [panel], summary: '' },
      table: { caption: '', columns: [], rows: [] },
    };
    const found = labelsOf(renderToStaticMarkup(<SweepChart chart={chart} />));
    expectInside(found);
    const named = found.labels.filter(({ text }) => text.includes('·')).sort((a, b) => a.left - b.left);
    for (const [index, { left }] of named.entries())
      if (index > 0) expect(left).toBeGreaterThan(named[index - 1]?.right ?? 0);
  });

  it('of usual length leave all charts aligned', () => {
    expect(yRoom(['0', '100 ms', '$1,000'])).toBe(Y_WIDTH);
    expect(yRoom([])).toBe(Y_WIDTH);
    expect(tickWidth('3,600 s') / 2).toBeLessThan(MARGIN.right);
    expect(yRoom(['0.00002/s'])).toBeGreaterThan(Y_WIDTH);
  });
});
