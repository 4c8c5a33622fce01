import { describe, expect, it } from 'vitest';
import type { Side } from '../execution/executor.ts';
import { bySide } from '../report/by-side.ts';
import { fixtureReport } from '../report/fixture.ts';
import type { Report } from '../report/report.ts';
import { acrossWords, changesOf, kindOf, pointLabel, SweepAxes, shortLabel, sweepPoints } from './axes.ts';
import { prepareSweepChart } from './chart.ts';
import { prepareSweep, type SweptReport } from './prepare.ts';

const base = fixtureReport();

interface Said {
  ms: number | null;
  usd: number;
  good?: number;
  width?: number;
  /** Half of the bill's interval. */
  within?: number;
}

/** A report that says this of both sides. */
function swept(
  memoryMiB: number,
  { ms, usd, good = 600, width = 0.1, within = 0 }: Said,
  change: Partial<Report> = {},
): SweptReport {
  const side = (which: Side) => ({
    ...bySide(base)[which],
    requests: 600,
    good,
    warmLatency: {
      ...bySide(base)[which].warmLatency,
      p50: ms === null ? null : { value: ms, interval: [ms - width, ms + width] as const, samples: good },
    },
  });
  const bill = (which: Side) => ({
    ...bySide(base)[which].bill,
    totalUsd: usd,
    interval: [usd - within, usd + within] as const,
  });
  const report: Report = {
    ...base,
    candidates: [
      { ...side('function'), bill: bill('function') },
      { ...side('container'), bill: bill('container') },
    ],
    ...change,
  };
  return { experimentId: `of-${memoryMiB}`, point: { memoryMiB }, report };
}

describe('the axes of a sweep', () => {
  it('are every combination, each value once', () => {
    const points = sweepPoints({ memoryMiB: [128, 256, 128], ratePerSecond: [5, 10] });
    expect(points.map(pointLabel)).toEqual([
      '128 MiB, 5/s',
      '128 MiB, 10/s',
      '256 MiB, 5/s',
      '256 MiB, 10/s',
    ]);
  });

  it.each([
    [{}, /at least two/],
    [{ memoryMiB: [128] }, /at least two/],
    [{ memoryMiB: [128, 128] }, /at least two/],
    [{ memoryMiB: [1, 128] }, /128 MiB/],
    [{ memoryMiB: [128, 256, 512, 1024, 2048], ratePerSecond: [1, 2, 3, 4, 5] }, /24 combinations/],
  ])('are refused: %j', (axes, words) => {
    expect(SweepAxes.safeParse(axes).error?.message).toMatch(words);
  });

  it('are named short where it is said what they are', () => {
    const points = sweepPoints({ ratePerSecond: [5, 10], paddingMiB: [0, 2] });
    expect(points.map(shortLabel)).toEqual(['5 · 0', '5 · 2', '10 · 0', '10 · 2']);
    expect(acrossWords(points)).toBe('requests per second · MiB of code added');
    expect(pointLabel(points[0] ?? {})).toBe('5/s, no code added');
  });

  it('of runtimes divide what has an order of its own', () => {
    const points = sweepPoints({ memoryMiB: [128, 256], runtime: ['nodejs', 'python', 'nodejs'] });
    expect(points.map(pointLabel)).toEqual([
      'Node.js, 128 MiB',
      'Node.js, 256 MiB',
      'Python, 128 MiB',
      'Python, 256 MiB',
    ]);
    expect(points.map(shortLabel)).toEqual([
      'Node.js · 128',
      'Node.js · 256',
      'Python · 128',
      'Python · 256',
    ]);
    expect(points.map(kindOf)).toEqual(['nodejs', 'nodejs', 'python', 'python']);
    expect(acrossWords(points)).toBe('runtime · memory in MiB');
    expect(changesOf(points[2] ?? {})).toEqual({
      plan: {},
      workload: { memoryMiB: 128, runtime: 'python' },
    });
    expect(SweepAxes.safeParse({ runtime: ['nodejs', 'cobol'] }).success).toBe(false);
  });

  it('change plan and workload', () => {
    expect(changesOf({ memoryMiB: 256, ratePerSecond: 5 })).toEqual({
      plan: { ratePerSecond: 5 },
      workload: { memoryMiB: 256 },
    });
    expect(changesOf({ cpusPerReplica: 2 })).toEqual({ plan: { cpusPerReplica: 2 }, workload: {} });
  });
});

describe('prepareSweep', () => {
  it('picks the cheapest, the fastest and the balanced point', () => {
    const { sides, warnings } = prepareSweep([
      swept(128, { ms: 100, usd: 10 }),
      swept(256, { ms: 50, usd: 11 }),
      swept(512, { ms: 45, usd: 20 }),
    ]);
    expect(sides.function).toMatchObject({ cheapest: [0], fastest: 2, balanced: 1 });
    expect(sides.function.points.map(({ score }) => score?.toFixed(3))).toEqual(['0.750', '0.525', '0.725']);
    expect(sides.function.sentence).toBe(
      'Functions: 128 MiB ($10 a month, 100 ms) is the cheapest, 512 MiB ($20 a month, 45 ms) the fastest; 256 MiB balances the two.',
    );
    expect(warnings).toEqual([]);
  });

  it('says when the fastest is not told apart from another', () => {
    const points = [
      swept(128, { ms: 100, usd: 10 }),
      swept(256, { ms: 46, usd: 15, width: 2 }),
      swept(512, { ms: 45, usd: 20, width: 2 }),
    ];
    expect(prepareSweep(points).sides.container.sentence).toContain('not told apart from 256 MiB');
  });

  it('says when another run could make another one the cheapest', () => {
    const points = (within: number) => [
      swept(128, { ms: 100, usd: 10, within }),
      swept(256, { ms: 50, usd: 11, within }),
      swept(512, { ms: 45, usd: 20, within }),
    ];
    const { points: dots, sentence } = prepareSweep(points(0.5)).sides.function;
    expect(sentence).toContain('is the cheapest, in cost not told apart from 256 MiB, 512 MiB');
    expect(dots[0]?.usdInterval).toEqual([9.5, 10.5]);
    const apart = prepareSweep(points(0.4));
    expect(apart.sides.function.sentence).toContain('is the cheapest, 512 MiB');
    const bills = prepareSweepChart(apart).panels.find(({ title }) => title === 'Bill of a month');
    expect(bills?.dots.function[0]).toMatchObject({ interval: [9.6, 10.4], text: '$10, $9.60 to $10.40' });
  });

  it('picks of what answered 99% of its requests well, and of nothing that answered fewer', () => {
    const picked = (good: number) =>
      prepareSweep([swept(128, { ms: 5, usd: 1, good }), swept(256, { ms: 9, usd: 2 })]).sides.function
        .fastest;
    // Of 600.
    expect([picked(594), picked(593)]).toEqual([0, 1]);
  });

  it('picks nothing of a run that has no verdict', () => {
    const because = 'other programs used 87% of the processors';
    const doubtful: Partial<Report> = { verdict: { ...base.verdict, choice: 'none', because } };
    const best = swept(256, { ms: 5, usd: 1 }, doubtful);
    const { sides, warnings } = prepareSweep([
      swept(128, { ms: 100, usd: 10 }),
      best,
      swept(512, { ms: 45, usd: 20 }),
    ]);
    expect(sides.function).toMatchObject({ cheapest: [0], fastest: 2 });
    expect(warnings).toEqual([`Nothing is picked of 256 MiB: ${because}.`]);
    const none = prepareSweep([best, swept(512, { ms: 45, usd: 20 }, doubtful)]).sides.container;
    expect(none).toMatchObject({ cheapest: [], fastest: null, balanced: null });
    expect(none.sentence).toBe(`Containers: no point can be relied on (${because}).`);
  });

  it('tells no speeds apart by less than the generator was late', () => {
    const sentence = (p99Ms: number) => {
      const generator = { lateness: { p99Ms, maxMs: p99Ms }, unsent: 0, load: null, reasons: [] };
      const points = [
        swept(128, { ms: 50, usd: 10 }, { generator }),
        swept(256, { ms: 45, usd: 20 }, { generator }),
      ];
      return prepareSweep(points).sides.function.sentence;
    };
    // The intervals are 4.8 ms apart, and either may be off by the lateness.
    expect(sentence(2.39)).not.toContain('not told apart');
    expect(sentence(2.41)).toContain('not told apart from 128 MiB');
  });

  it('says when one is both', () => {
    const points = [swept(128, { ms: 9, usd: 10 }), swept(256, { ms: 10, usd: 11 })];
    expect(prepareSweep(points).sides.function.sentence).toMatch(/both the cheapest and the fastest\.$/);
    const near = [swept(128, { ms: 9, usd: 10, width: 2 }), swept(256, { ms: 10, usd: 11, width: 2 })];
    expect(prepareSweep(near).sides.function.sentence).toMatch(
      /both the cheapest and the fastest, in speed not told apart from 256 MiB\.$/,
    );
  });

  it('names no cheapest where all cost the same to the cent', () => {
    const { container } = prepareSweep([
      swept(128, { ms: 100, usd: 52.771 }),
      swept(256, { ms: 50, usd: 52.7701 }),
    ]).sides;
    expect(container).toMatchObject({ cheapest: [], fastest: 1, balanced: null });
    expect(container.sentence).toBe(
      'Containers: all cost the same ($52.77 a month); 256 MiB (50 ms) is the fastest.',
    );
  });

  it('names ties as ties', () => {
    const slow = swept(128, { ms: 100, usd: 10 });
    const fast = swept(512, { ms: 45, usd: 20 });
    const tied = prepareSweep([slow, swept(256, { ms: 50, usd: 10.001 }), fast]).sides.function;
    expect(tied).toMatchObject({ cheapest: [0, 1], fastest: 2, balanced: 1 });
    expect(tied.sentence).toBe(
      'Functions: 128 MiB and 256 MiB cost the least ($10 a month each), 512 MiB ($20 a month, 45 ms) is the fastest; 256 MiB balances the two.',
    );
    const both = prepareSweep([slow, swept(256, { ms: 50, usd: 10 }), swept(512, { ms: 60, usd: 20 })]);
    expect(both.sides.function.sentence).toBe(
      'Functions: 128 MiB and 256 MiB cost the least ($10 a month each), 256 MiB ($10 a month, 50 ms) is the fastest.',
    );
  });

  it('never picks a point that fails, however fast and cheap', () => {
    const failing = swept(128, { ms: 1, usd: 1, good: 500 });
    const silent = swept(192, { ms: null, usd: 1 });
    const { sides } = prepareSweep([failing, silent, swept(256, { ms: 50, usd: 11 })]);
    expect(sides.function).toMatchObject({ cheapest: [2], fastest: 2, balanced: 2 });
    expect(sides.function.points[0]).toMatchObject({ score: null, good: 500 / 600 });
    expect(prepareSweep([failing]).sides.function).toMatchObject({
      cheapest: [],
      fastest: null,
      balanced: null,
    });
    expect(prepareSweep([]).sides.container.sentence).toContain('no point');
  });

  it('warns of other machines and of points that are unreliable by themselves', () => {
    const elsewhere = { machine: { ...base.machine, cpus: 64 }, warnings: ['Unreliable: late.'] };
    const { warnings } = prepareSweep([
      swept(128, { ms: 9, usd: 1 }),
      swept(256, { ms: 9, usd: 1 }, elsewhere),
    ]);
    expect(warnings[0]).toContain('different machines');
    expect(warnings[1]).toContain('256 MiB');
  });
});

describe('the chart of a sweep over runtimes', () => {
  const of = (runtime: 'nodejs' | 'python', memoryMiB: number, ms: number): SweptReport => ({
    ...swept(memoryMiB, { ms, usd: ms }),
    point: { runtime, memoryMiB },
  });
  const chart = prepareSweepChart(
    prepareSweep([of('nodejs', 128, 9), of('nodejs', 256, 8), of('python', 128, 7), of('python', 256, 6)]),
  );

  it('joins settings of one runtime alone', () => {
    expect(chart.settings).toEqual(['Node.js · 128', 'Node.js · 256', 'Python · 128', 'Python · 256']);
    for (const { dots } of chart.panels)
      expect(dots.function.map((dot) => dot?.joined)).toEqual([false, true, false, true]);
  });

  it('picks among them as among any', () => {
    expect(chart.summary).toContain(
      'Python, 256 MiB ($6.00 a month, 6 ms) is both the cheapest and the fastest',
    );
    expect(chart.table.rows[2]).toEqual(expect.arrayContaining(['Python, 128 MiB', 'Functions']));
  });
});
