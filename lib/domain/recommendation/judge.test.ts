import { describe, expect, it } from 'vitest';
import { bySide } from '../report/by-side.ts';
import { fixtureReport } from '../report/fixture.ts';
import type { CandidateReport, GeneratorReport } from '../report/measurement.ts';
import type { Report } from '../report/report.ts';
import type { Argued } from './judge.ts';
import { judge, targetMetOf } from './judge.ts';

const base = fixtureReport();

interface Case {
  /** p95 with its interval, function then container. */
  p95?: readonly [number, number];
  width?: number;
  targetMs?: number;
  usd?: readonly [number, number];
  /** Part of each bill that traffic moves. */
  moved?: readonly [number, number];
  good?: readonly [number, number];
  timeouts?: readonly [number, number];
  late?: number;
  steal?: number;
  others?: number;
  unsent?: number;
}

function sideOf(which: 'function' | 'container', at: 0 | 1, one: Case): CandidateReport {
  const value = (one.p95 ?? [4, 4])[at];
  const width = one.width ?? 0;
  const good = (one.good ?? [1000, 1000])[at];
  const p95 = { value, interval: [value - width, value + width] as const, samples: good };
  return {
    ...bySide(base)[which],
    ...{ requests: 1000, good, outcomes: { ok: good, timeout: (one.timeouts ?? [0, 0])[at] } },
    latency: { ...bySide(base)[which].latency, p95 },
    distribution: [
      { ms: value, share: 0.95 },
      { ms: value + 1, share: 0.955 },
      { ms: value + 100, share: 1 },
    ],
  };
}

function billOf(which: 'function' | 'container', at: 0 | 1, one: Case) {
  const usd = (one.usd ?? [50, 50])[at];
  const moved = (one.moved ?? [0, 0])[at];
  const [line] = bySide(base)[which].bill.lines;
  if (line === undefined) throw new Error('The bill has lines.');
  const lines = [
    { ...line, usd: moved, fixed: false },
    { ...line, usd: usd - moved, fixed: true },
  ];
  return { ...bySide(base)[which].bill, lines, totalUsd: usd, interval: [usd, usd] as const };
}

function figures(one: Case): Report {
  const generator: GeneratorReport = {
    lateness: { p99Ms: one.late ?? 0, maxMs: one.late ?? 0 },
    unsent: one.unsent ?? 0,
    load: { steal: one.steal ?? 0, others: one.others ?? 0, waiting: 0 },
    reasons: [],
  };
  const [fn, container] = one.usd ?? [50, 50];
  const apart = container - fn;
  return {
    ...base,
    workload: { ...base.workload, latencyTarget: { percentile: 95, ms: one.targetMs ?? 200 } },
    candidates: [
      { ...sideOf('function', 0, one), bill: billOf('function', 0, one) },
      { ...sideOf('container', 1, one), bill: billOf('container', 1, one) },
    ],
    cost: {
      ...base.cost,
      tasks: base.plan.replicas,
      differences: [{ a: 'a', b: 'b', usd: apart, interval: [apart, apart] }],
    },
    generator,
  };
}

type About = Argued['reasons'][number]['about'];
const argued = (about: About, favours: 'a' | 'b' | 'neither'): Argued => ({
  choice: favours === 'neither' ? 'either' : favours,
  sentence: 'Functions: both sides meet 200 ms at p95, and functions cost $5 a month.',
  confidence: 'clear',
  reasons: (['limits', 'reliability', 'latency', 'cost', 'lock-in'] as const).map((each) => ({
    about: each,
    favours: each === about ? favours : 'neither',
    text: each,
  })),
  wouldChange: ['Traffic.'],
});

const choice = (about: About, favours: 'a' | 'b' | 'neither', one: Case) =>
  judge(argued(about, favours), figures(one)).choice;

describe('a latency target', () => {
  // Functions meet 200 ms, containers miss it; each by the margin.
  const decided = (margin: number): Case => ({ p95: [200 - margin, 200 + margin] });

  it.each<[string, Case, string]>([
    ['met at 4 ms stands though the generator was 3 ms late', { p95: [4, 400], late: 3 }, 'a'],
    ['stands when the lateness is as large as the margin', { ...decided(3), late: 3 }, 'a'],
    ['falls when the lateness is larger', { ...decided(3), late: 3.01 }, 'none'],
    ['stands whatever lateness is harmless', { ...decided(0.5), late: 1 }, 'a'],
    ['falls for the least that is not', { ...decided(0.5), late: 1.01 }, 'none'],
    ['is judged by the end of the interval', { ...decided(6), width: 4, late: 3 }, 'none'],
    ['stands beside others who leave room', { ...decided(1), others: 0.25 }, 'a'],
    ['falls beside others who use more than a quarter', { ...decided(1), others: 0.251 }, 'none'],
    ['stands when the share that others used is within its margin', { p95: [100, 400], others: 0.5 }, 'a'],
    ['falls when it is not', { p95: [100, 399], others: 0.5 }, 'none'],
    ['stands under a hypervisor that takes little', { ...decided(1), steal: 0.02 }, 'a'],
    ['falls under one that takes more', { ...decided(1), steal: 0.021 }, 'none'],
    // 5 of 2,005 unsent: the p95 may be the value at 95.25%, which is 1 ms further up.
    ['stands when requests not sent move it less than its margin', { ...decided(1), unsent: 5 }, 'a'],
    ['falls when they move it more', { ...decided(0.9), unsent: 5 }, 'none'],
  ])('%s', (_, one, expected) => {
    expect(choice('latency', 'a', one)).toBe(expected);
  });

  it('missed for failures falls when the requests that timed out may be the machine’s', () => {
    // 900 of 1000 good: at most 91.7%, so 3.3% are missing to 95%.
    const failing = (timeouts: number): Case => ({ good: [1000, 900], timeouts: [0, timeouts], others: 0.3 });
    expect(choice('latency', 'a', failing(10))).toBe('a');
    expect(choice('latency', 'a', failing(50))).toBe('none');
    expect(choice('latency', 'a', { ...failing(50), others: 0 })).toBe('a');
  });

  it('that is in doubt is neither met nor missed', () => {
    const met = (late: number) => {
      const said = figures({ p95: [197, 300], late });
      return said.candidates.map((one, at) => targetMetOf(said, { ...one, targetMet: at === 0 }));
    };
    expect(met(3)).toEqual([true, false]);
    expect(met(4)).toEqual([null, false]);
  });
});

describe('a difference of bills', () => {
  const cheaper = (one: Case) => choice('cost', 'a', one);

  it('is not touched by lateness nor by requests not sent', () => {
    expect(cheaper({ usd: [44, 50], moved: [44, 50], late: 5000, unsent: 10 })).toBe('a');
  });

  it.each<[string, Case, string]>([
    // $40 is $5 below 90% of $50.
    ['stands when others can have moved it by less', { usd: [40, 50], moved: [12, 0], others: 0.4 }, 'a'],
    ['falls when by more', { usd: [40, 50], moved: [13, 0], others: 0.4 }, 'none'],
    ['counts what the container side has of it', { usd: [40, 50], moved: [12, 1], others: 0.4 }, 'none'],
  ])('%s', (_, one, expected) => {
    expect(cheaper(one)).toBe(expected);
  });

  it('counts the fixed lines too where the number of tasks was measured', () => {
    const report = figures({ usd: [40, 100], others: 0.51 });
    const some = { ...report, generator: figures({ others: 0.5 }).generator };
    const tasks = (of: number) =>
      judge(argued('cost', 'a'), { ...some, cost: { ...report.cost, tasks: of } });
    expect(tasks(base.plan.replicas).choice).toBe('a');
    // Half of $100 is as much as the $50 by which the bills are from being alike.
    expect(tasks(base.plan.replicas + 1).choice).toBe('a');
    const dearer = figures({ usd: [41, 100], others: 0.5 });
    const more = { ...dearer, cost: { ...dearer.cost, tasks: base.plan.replicas + 1 } };
    expect(judge(argued('cost', 'a'), more).choice).toBe('none');
  });
});

describe('a difference of reliability', () => {
  it('falls when the failures that decide may be the machine’s', () => {
    const one = { good: [1000, 950], timeouts: [0, 50], others: 0.3 } as const;
    expect(choice('reliability', 'a', one)).toBe('none');
    expect(choice('reliability', 'a', { ...one, timeouts: [0, 20] })).toBe('a');
    expect(choice('reliability', 'a', { ...one, others: 0.25 })).toBe('a');
  });
});

describe('a tie', () => {
  it('stands where nothing is in doubt, or what is in doubt is not what ties', () => {
    expect(choice('limits', 'neither', {})).toBe('either');
    expect(choice('limits', 'neither', { late: 196 })).toBe('either');
    expect(choice('lock-in', 'b', { late: 196 })).toBe('b');
  });

  it('falls when the bills may be apart, or a target may be missed', () => {
    expect(choice('limits', 'neither', { moved: [50, 50], others: 0.3 })).toBe('none');
    expect(choice('limits', 'neither', { late: 197 })).toBe('none');
    expect(choice('lock-in', 'b', { late: 197 })).toBe('none');
  });
});

describe('no figure says enough', () => {
  it.each<[string, Case, boolean]>([
    ['half of the processors used by others', { others: 0.5 }, true],
    ['more than half', { others: 0.501 }, false],
    // 20 of 2,020 are 0.99%, 21 of 2,021 are 1.04%.
    ['one request of a hundred not sent', { unsent: 20 }, true],
    ['more than that', { unsent: 21 }, false],
    ['90% good answers on one side', { good: [900, 100] }, true],
    ['fewer on both', { good: [899, 899] }, false],
  ])('%s: a limit that is described %s', (_, one, stands) => {
    expect(choice('limits', 'b', one)).toBe(stands ? 'b' : 'none');
  });
});

describe('a verdict that is none', () => {
  it('says why, keeps what the figures would say, and promises nothing', () => {
    const verdict = judge(argued('cost', 'a'), figures({ usd: [3, 50], others: 0.87 }));
    expect(verdict).toMatchObject({
      choice: 'none',
      sentence: 'No verdict: other programs used 87% of the processors.',
      because: 'other programs used 87% of the processors',
      wouldBe: { choice: 'a', confidence: 'clear', sentence: argued('cost', 'a').sentence },
      wouldChange: ['Another run, on a quieter machine or at a lower rate.'],
    });
  });

  it('says what decides and by how little', () => {
    expect(judge(argued('latency', 'a'), figures({ p95: [197, 300], late: 22 })).sentence).toBe(
      'No verdict: the load generator sent 22 ms late, and the interval of the p95 of functions ends 3 ms from the target.',
    );
    expect(judge(argued('cost', 'a'), figures({ usd: [40, 50], moved: [40, 0], others: 0.4 })).because).toBe(
      'other programs used 40% of the processors, and the bills are $5.00 from being alike',
    );
    expect(judge(argued('limits', 'b'), figures({ good: [500, 510] })).because).toBe(
      'too many requests failed on both sides (50% answered well by functions, 51% by containers)',
    );
  });
});

describe('a reason', () => {
  it('names the figures it rests on', () => {
    const { reasons } = judge(argued('cost', 'a'), figures({ usd: [3, 50] }));
    expect(Object.fromEntries(reasons.map(({ about, restsOn }) => [about, restsOn]))).toEqual({
      limits: [],
      reliability: [],
      latency: ['p95 of functions', 'p95 of containers'],
      cost: ['both bills'],
      'lock-in': [],
    });
  });

  it('that does not decide is dropped, and the sentence does not claim it', () => {
    const verdict = judge(argued('cost', 'a'), figures({ usd: [3, 50], late: 197 }));
    expect(verdict).toMatchObject({
      choice: 'a',
      confidence: 'leaning',
      because: null,
      wouldBe: null,
    });
    expect(verdict.sentence).toContain('this run cannot decide whether both sides meet 200 ms at p95');
    expect(verdict.reasons.find(({ about }) => about === 'latency')).toMatchObject({
      favours: 'neither',
      doubt: expect.stringMatching(
        /^Dropped: the load generator sent 197 ms late, and the interval of the p95 of functions /,
      ),
    });
  });
});

it('of a run that was to measure nothing is about limits and bills, whatever others did meanwhile', () => {
  const report = figures({ usd: [3, 50], others: 0.9 });
  const empty = (side: CandidateReport) => ({ ...side, requests: 0, good: 0 });
  const nothing = {
    ...report,
    candidates: report.candidates.map(empty),
  };
  expect(judge(argued('cost', 'a'), nothing).choice).toBe('a');
});

it('of a report that does not say how the load was made is the opinion', () => {
  const report = { ...figures({ usd: [3, 50] }), generator: null };
  expect(judge(argued('cost', 'a'), report).choice).toBe('a');
});
