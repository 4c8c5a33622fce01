import { describe, expect, it } from 'vitest';
import type { BreakEvens } from '../cost/break-evens.ts';
import { cheapestRanges } from './cheapest.ts';
import { type CrossoverInput, prepareCrossover } from './crossover.ts';
import { along, lastKnown, nearestIndex, pathOf } from './line-chart.ts';

const grid = [1e3, 1e4, 1e5, 1e6, 1e7];
const fn = (requests: number) => requests * 1e-5;
const container = () => 10;
const platforms: CrossoverInput['platforms'] = [
  { id: 'f', letter: 'A', name: 'AWS Lambda', side: 'function', values: grid.map(fn) },
  { id: 'c', letter: 'B', name: 'AWS Fargate', side: 'container', values: grid.map(container) },
  { id: 'free', letter: 'D', name: 'Free', side: 'function', values: [0, 0, null, null, 50] },
];
const meetingAt = (requestsPerMonth: number, usd: number): BreakEvens => ({
  points: [
    {
      requestsPerMonth,
      ratePerSecond: requestsPerMonth / 2_628_000,
      usd,
      otherUsd: usd,
      kind: 'equal',
      cheaperAbove: 'second',
    },
  ],
  more: 0,
  cheaper: { low: 'first', high: 'second' },
});
const input: CrossoverInput = {
  grid,
  platforms,
  pair: ['f', 'c'],
  breakEvens: meetingAt(1e6, 10),
  cheapest: [
    { id: 'f', requests: 1e3, usd: 0.01 },
    { id: 'c', requests: 1e6, usd: 10 },
  ],
  own: 2e5,
};
const chart = prepareCrossover(input);

describe('prepareCrossover', () => {
  it('draws what is free as a cent and says that it is free', () => {
    expect(chart.lines[2]?.values[0]).toBe(0.01);
    expect(chart.lines[2]?.texts[0]).toBe('$0');
  });

  it('leaves a gap where there is no price, in the line and in the table', () => {
    expect(chart.lines[2]?.values.slice(2, 4)).toEqual([null, null]);
    expect(chart.table.rows[2]?.[3]).toBe('–');
    const path = pathOf(chart, chart.lines[2]?.values ?? [], { width: 100, height: 100 });
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it('marks and labels the break-even, where it lies on both lines', () => {
    expect(chart.marks).toEqual([{ x: 1e6, y: 10, label: '1M, $10' }]);
    expect(chart.summary).toContain(
      'AWS Lambda and AWS Fargate both cost $10 at 1M requests a month (0.381/s): below it AWS Lambda is cheaper, above it AWS Fargate.',
    );
  });

  it('says when two never meet, and leaves out a meeting that is outside of the picture', () => {
    const never = { points: [], more: 0, cheaper: { low: 'second', high: 'second' } } as const;
    expect(prepareCrossover({ ...input, breakEvens: never }).summary).toContain(
      'AWS Fargate is cheaper than AWS Lambda at every traffic',
    );
    expect(prepareCrossover({ ...input, breakEvens: meetingAt(1e9, 1e4) }).marks).toEqual([]);
  });

  it('tells a step of replicas from a meeting, and counts the other changes', () => {
    const [point] = meetingAt(1e6, 10).points;
    const steps = {
      ...meetingAt(1e6, 10),
      points: point ? [{ ...point, kind: 'step' as const }] : [],
      more: 3,
    };
    const { summary } = prepareCrossover({ ...input, breakEvens: steps });
    expect(summary).toContain('One more replica turns the order');
    expect(summary).toContain('the order changes 3 more times; at 10^10 requests AWS Fargate is cheaper');
  });

  it('tells lines of one side apart by letter and dash, and brings the pair forward', () => {
    expect(chart.lines.map(({ letter, dash, strong }) => [letter, dash, strong])).toEqual([
      ['A', null, true],
      ['B', null, true],
      ['D', '6 3', false],
    ]);
  });

  it('holds every value inside its axes', () => {
    for (const value of chart.lines.flatMap(({ values }) => values)) {
      if (value === null) continue;
      expect(value).toBeGreaterThanOrEqual(chart.y.domain[0]);
      expect(value).toBeLessThanOrEqual(chart.y.domain[1] * (1 + 1e-9));
    }
  });

  it('names who is cheapest where', () => {
    expect(chart.summary).toContain('Cheapest with rising traffic: AWS Lambda, then AWS Fargate from 1M.');
  });

  it('can be empty', () => {
    const empty = prepareCrossover({ ...input, platforms: [], pair: null, breakEvens: null, cheapest: [] });
    expect(empty).toMatchObject({ lines: [], marks: [], summary: '' });
  });
});

describe('cheapestRanges', () => {
  const lines = [
    { id: 'f', at: fn },
    { id: 'c', at: container },
  ];

  it('finds the very request at which the cheapest changes', () => {
    expect(cheapestRanges(lines, [1e3, 1e7])).toEqual([
      { id: 'f', requests: 1e3, usd: 0.01 },
      { id: 'c', requests: 1_000_001, usd: 10 },
    ]);
  });

  it('does not count what cannot be priced as free', () => {
    expect(cheapestRanges([...lines, { id: 'x', at: () => null }], [1e3, 1e7]).map(({ id }) => id)).toEqual([
      'f',
      'c',
    ]);
    expect(cheapestRanges([{ id: 'x', at: () => null }], grid)).toEqual([]);
  });
});

describe('a line chart', () => {
  it('places values by its axes', () => {
    expect(along(chart.x, 1e5)).toBeCloseTo(0.5);
    expect(along({ scale: 'linear', domain: [0, 36], ticks: [] }, 9)).toBe(0.25);
    expect(along({ scale: 'linear', domain: [0, 36], ticks: [] }, 99)).toBe(1);
    expect(nearestIndex(chart, 0.55)).toBe(2);
    expect(nearestIndex(chart, -3)).toBe(0);
  });

  it('knows the last value of a line, also of one that is all gaps', () => {
    expect(lastKnown([1, 2, null])).toBe(1);
    expect(lastKnown([null])).toBeNull();
  });
});
