import { describe, expect, it } from 'vitest';
import { DEFAULT_CANDIDATES } from '../../execution/candidate.ts';
import type { Side } from '../../execution/side.ts';
import { newestVersion } from '../../versions/lift.ts';
import { bySide } from '../by-side.ts';
import { fixtureReport } from '../fixture.ts';
import { REPORT_VERSION } from '../report.ts';
import { generatorOf } from './generator-of-warnings.ts';
import first from './testing/1-first.json' with { type: 'json' };
import last from './testing/1-last.json' with { type: 'json' };
import second from './testing/2-last.json' with { type: 'json' };
import third from './testing/3-seed.json' with { type: 'json' };
import { readReport, reportVersions } from './versions.ts';

/** The sides of a report of before version 3, as candidates. */
const asReported = ({ sides, targetMet, cost: { bills } }: TwoSides) => [
  {
    ...DEFAULT_CANDIDATES[0],
    ...sideAsReported(sides.function),
    targetMet: targetMet.function,
    bill: billOf(bills.function),
  },
  {
    ...DEFAULT_CANDIDATES[1],
    ...sideAsReported(sides.container),
    targetMet: targetMet.container,
    bill: billOf(bills.container),
  },
];

interface TwoSides {
  sides: BothSides;
  targetMet: Record<Side, boolean | null>;
  cost: { bills: Record<Side, { side: string }> };
}
type BothSides = Record<Side, { side: string; handler: object }>;

const billOf = ({ side: _, ...bill }: { side: string }) => bill;

/** The cost beside the bills. */
const asCosted = ({
  bills: _,
  difference,
  breakEven: point,
  breakEvenReason: reason,
  curve,
  ...cost
}: Costed) => ({
  ...cost,
  ...(difference === undefined ? {} : { differences: [{ ...PAIR, ...difference }] }),
  breakEvens: [{ ...PAIR, point, reason }],
  curve: curve.map(({ functionUsd: a, containerUsd: b, ...at }) => ({ ...at, usd: { a, b } })),
});
interface Costed {
  bills: object;
  difference?: object;
  breakEven: object | null;
  breakEvenReason: string;
  curve: { functionUsd: number; containerUsd: number }[];
}
const PAIR = { a: 'a', b: 'b' } as const;
const ID: Readonly<Record<string, string>> = { function: 'a', container: 'b' };

const sideAsReported = ({ side: _, handler: reported, ...rest }: BothSides[Side]) => ({
  ...rest,
  handler: null,
  reported,
});

/** The plan of a report of before version 4. */
const asPlanned = ({ secondsPerSide, blocks, ...plan }: { secondsPerSide: number; blocks: number }) => ({
  ...{ ...plan, candidates: DEFAULT_CANDIDATES, secondsPerCandidate: secondsPerSide, rounds: blocks },
});

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('a stored report', () => {
  it('has a step from every version to the next', () => {
    expect(newestVersion(reportVersions)).toBe(REPORT_VERSION);
  });

  it('of the newest version is what was stored', () => {
    const report = plain(fixtureReport());
    expect(readReport(report)).toEqual(report);
    expect(readReport(plain(readReport(last)))).toEqual(readReport(last));
  });

  it('of the newest version keeps the judgement of its day', () => {
    const load = { steal: 0, others: 0.9, waiting: 0 };
    const generator = { lateness: { p99Ms: 0, maxMs: 0 }, unsent: 0, load, reasons: [] };
    const report = plain({ ...fixtureReport(), generator });
    expect(report.verdict.choice).not.toBe('none');
    expect(readReport(report)).toEqual(report);
  });

  it('of version 3 is of the two candidates that it compared', () => {
    const { sides, targetMet } = third;
    const { candidates, baseline, differences, verdict, cost } = readReport(third);
    expect(candidates.map(({ id, mode }) => `${id} ${mode}`)).toEqual(['a event-function', 'b container']);
    expect(candidates.map((one) => one.targetMet)).toEqual([targetMet.function, targetMet.container]);
    expect(candidates.map(({ latency }) => latency)).toEqual([
      sides.function.latency,
      sides.container.latency,
    ]);
    expect(differences.map(({ a, b }) => `${a} ${b}`)).toEqual(differences.map(() => 'a b'));
    expect([baseline, verdict.choice]).toEqual(['a', ID[third.verdict.choice]]);
    expect(candidates.map(({ bill }) => bill.totalUsd)).toEqual([
      third.cost.bills.function.totalUsd,
      third.cost.bills.container.totalUsd,
    ]);
    expect(cost.curve[0]?.usd).toEqual({
      a: third.cost.curve[0]?.functionUsd,
      b: third.cost.curve[0]?.containerUsd,
    });
  });

  it('of version 1 keeps all that it says', () => {
    for (const report of [first, last]) {
      const { version: _, lockIn, verdict: __, sides: ___, targetMet: ____, plan, cost, ...said } = report;
      const lifted = { plan: asPlanned(plan), candidates: asReported(report), cost: asCosted(cost) };
      expect(readReport(report)).toMatchObject({ ...said, ...lifted });
      const { findings } = readReport(report).lockIn;
      const own = lockIn.findings.filter(
        ({ service }) => !/^(Lambda handler|API GW|Lambda proxy)/.test(service),
      );
      expect(findings.filter(({ places }) => places === undefined)).toEqual(own);
      const [adapter] = findings;
      expect(adapter?.signal).toBe('the adapter');
      expect(adapter?.places).toHaveLength(lockIn.findings.length - own.length);
    }
  });

  it('of version 2 keeps all that it says, its time in the handler as what the code reported', () => {
    const { version: _, sides, targetMet: __, plan, cost, verdict, ...said } = second;
    expect(readReport(second)).toEqual({
      ...said,
      version: REPORT_VERSION,
      ...{ plan: asPlanned(plan), candidates: asReported(second), baseline: 'a', cost: asCosted(cost) },
      differences: said.differences.map((one) => ({ ...PAIR, ...one })),
      verdict: {
        ...{ ...verdict, choice: ID[verdict.choice] },
        reasons: verdict.reasons.map((one) => ({ ...one, favours: ID[one.favours] ?? one.favours })),
      },
    });
    expect(sides.function.handler.p50?.value).toBeGreaterThan(0);
  });

  it('of version 1 is judged by how far its figures can be relied on, and keeps its verdict as the would-be one', () => {
    const { choice, sentence, confidence, reasons } = last.verdict;
    const { verdict } = readReport(last);
    expect(verdict).toMatchObject({
      choice: 'none',
      sentence: 'No verdict: other programs used 80.3% of the processors.',
      wouldBe: { choice: ID[choice], sentence, confidence },
    });
    expect(verdict.reasons.map(({ text }) => text)).toEqual(reasons.map(({ text }) => text));
    // 116 ms of lateness is in its warning, and bills do not depend on it.
    expect(readReport(first).verdict).toMatchObject({ choice: 'a', sentence: first.verdict.sentence });
  });

  it('of version 1 loses its sums of efforts and its zeros for seconds without a good answer', () => {
    const { function: fn, container } = last.sides;
    const failed = { ...fn.timeline[0], count: 3, errors: 3, p50: 0, p95: 0, max: 0 };
    const sides = { function: { ...fn, timeline: [failed, ...fn.timeline.slice(1)] }, container };
    const report = readReport({ ...last, sides });
    expect(bySide(report).function.timeline[0]).toMatchObject({ errors: 3, p50: null, p95: null, max: null });
    expect(bySide(report).function.timeline[1]).toEqual(fn.timeline[1]);
    const events = ({ dimension }: { dimension: string }) => dimension === 'event and trigger shape';
    const before = last.lockIn.dimensions.find(events);
    expect([before?.effort, before?.findings]).toEqual([4, 3]);
    expect(report.lockIn.dimensions.find(events)).toMatchObject({ findings: 0, effort: 0 });
  });

  it('of the first release says null of what was not measured then, and how late the generator was from its warning', () => {
    const report = readReport(first);
    const { function: fn, container } = bySide(report);
    for (const side of [fn, container]) {
      expect(side).toMatchObject({
        starts: null,
        queue: null,
        network: null,
        warmUp: null,
        usage: null,
        ends: null,
        blocks: [],
      });
      expect(side.build).toMatchObject({ zipBytes: null, layers: null, runtime: null });
    }
    expect(report).toMatchObject({
      machine: { python: null },
      lockIn: { unread: null },
      cost: {
        usage: null,
        differences: [{ usd: first.cost.bills.container.totalUsd - first.cost.bills.function.totalUsd }],
      },
      candidates: [{ bill: { assumedRange: null } }, { bill: { assumedRange: null } }],
      plan: { warmupSeconds: 0, paddingMiB: 0, containerEngine: 'auto' },
      generator: { lateness: { p99Ms: 116, maxMs: 116 }, unsent: null, load: null },
    });
    expect(report.differences.every(({ blocks }) => blocks === null)).toBe(true);
  });

  it('is never changed', () => {
    const before = plain(last);
    readReport(last);
    expect(last).toEqual(before);
  });

  it.each([
    ['of a version to come', { ...last, version: REPORT_VERSION + 1 }, 'stored-by-newer-version'],
    ['without its sides', { ...last, sides: {} }, 'stored-unreadable'],
    ['with a text for a number', { ...plain(fixtureReport()), cost: 'cheap' }, 'stored-unreadable'],
    ['that is none', 'no report', 'stored-unreadable'],
    ['of version 0', { ...last, version: 0 }, 'stored-unreadable'],
  ])('%s is refused', (_, document, code) => {
    expect(() => readReport(document)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code }) }),
    );
  });
});

describe('generatorOf', () => {
  const late = (p99: string, most: string) =>
    `Unreliable: the load generator itself sent late (${p99} at p99, ${most} at most), so part of the latency is its own. Run again on a quieter machine or at a lower rate.`;

  it('reads back every unit that a time is written in', () => {
    expect(generatorOf(['other', late('5.2 ms', '1.23 s')])?.lateness).toEqual({ p99Ms: 5.2, maxMs: 1230 });
    expect(generatorOf([late('1,230 ms', '2 min')])?.lateness).toEqual({ p99Ms: 1230, maxMs: 120_000 });
  });

  it('is null where nothing is said, or nothing that can be read', () => {
    expect(generatorOf(['Read with care.'])).toBeNull();
    expect(generatorOf([late('long', 'longer')])).toBeNull();
  });
});
