import { describe, expect, it } from 'vitest';
import type { Bill } from '../cost/assessment.ts';
import { billDifference } from '../cost/difference.ts';
import type { Side } from '../execution/side.ts';
import { billsBySide, bySide } from '../report/by-side.ts';
import { fixtureReport } from '../report/fixture.ts';
import type { CandidateReport } from '../report/measurement.ts';
import type { Workload } from '../workload/workload.ts';
import type { Evidence } from './reasons.ts';
import { recommend } from './verdict.ts';

const base = fixtureReport();
const NO_LOCK_IN = { ...base.lockIn, findings: [], dimensions: [] };

interface Case {
  p95?: readonly [fn: number, container: number];
  met?: Record<Side, boolean | null>;
  usd?: readonly [fn: number, container: number];
  /** Half width of both bills' intervals. */
  spread?: number;
  good?: readonly [fn: number, container: number];
  workload?: Partial<Workload>;
  /** Signs in the handler and its events. */
  signs?: readonly string[];
  warnings?: string[];
  assumedMs?: number;
}

const findingOf = (signal: string) =>
  base.lockIn.findings.slice(0, 1).map((one) => ({ ...one, signal, dimension: 'event and trigger shape' }));
const BOUND = ['event.Records', 'context.awsRequestId'];

const UNKNOWN = { function: null, container: null };
const BOTH_MET = { function: true, container: true };

function evidence(one: Case): Evidence {
  const { p95 = [80, 60], met = BOTH_MET, usd = [50, 50], spread = 1, good = [1000, 1000], signs = [] } = one;
  const bill = (which: 'function' | 'container', index: 0 | 1): Bill => ({
    ...bySide(base)[which].bill,
    totalUsd: usd[index],
    interval: [usd[index] - spread, usd[index] + spread],
  });
  const side = (which: 'function' | 'container', index: 0 | 1): CandidateReport => {
    const measured = {
      value: p95[index],
      interval: [p95[index] - 1, p95[index] + 1] as const,
      samples: 1000,
    };
    const old = bySide(base)[which];
    return {
      ...old,
      requests: 1000,
      good: good[index],
      latency: { ...old.latency, p95: measured },
      targetMet: met[which],
      bill: bill(which, index),
    };
  };
  const { breakEven } = billsBySide(base);
  const difference = billDifference(bill('function', 0), bill('container', 1));
  return {
    workload: { ...base.workload, latencyTarget: { percentile: 95, ms: 200 }, ...one.workload },
    sides: { function: side('function', 0), container: side('container', 1) },
    differences: base.differences,
    cost: { breakEven, difference },
    lockIn: { ...NO_LOCK_IN, findings: signs.flatMap(findingOf) },
    warnings: one.warnings ?? [],
    assumedMs: one.assumedMs ?? null,
  };
}

const TABLE: readonly [string, Case, string, string, RegExp][] = [
  [
    'nothing decides',
    {},
    'either',
    'close',
    /^Either: both sides meet 200 ms at p95, .* about the same \(\$50 and \$50/,
  ],
  [
    'cost decides',
    { usd: [97, 41] },
    'b',
    'clear',
    /^Containers: both sides meet 200 ms at p95, and containers cost \$41 a month instead of \$97\.$/,
  ],
  [
    'cost decides the other way',
    { usd: [3, 52.5] },
    'a',
    'clear',
    /^Functions: .*\$3\.00 a month instead of \$52\.50\.$/,
  ],
  ['cost differs a little', { usd: [50, 41] }, 'b', 'leaning', /^Containers/],
  ['cost differs less than a tenth', { usd: [50, 46], spread: 0 }, 'either', 'close', /^Either/],
  ['bills differ but their intervals meet', { usd: [97, 41], spread: 40 }, 'either', 'close', /^Either/],
  [
    'only one meets the target',
    { met: { function: false, container: true }, p95: [312, 84], usd: [41, 97] },
    'b',
    'leaning',
    /^Containers: only containers meet 200 ms at p95 \(functions 312 ms, containers 84 ms\); containers cost \$97 a month, functions \$41\.$/,
  ],
  [
    'the target and the cost agree',
    { met: { function: true, container: false }, usd: [41, 97] },
    'a',
    'clear',
    /^Functions: only functions meet/,
  ],
  [
    'the target is undecided',
    { met: { function: null, container: true }, usd: [97, 41] },
    'b',
    'clear',
    /cannot decide whether/,
  ],
  [
    'the target of the choice is undecided',
    { met: { function: true, container: null }, usd: [97, 41] },
    'b',
    'leaning',
    /^Containers: containers cost \$41 a month instead of \$97, but this run cannot decide/,
  ],
  [
    'neither side meets the target',
    { met: { function: false, container: false }, usd: [97, 41] },
    'b',
    'leaning',
    /neither side meets 200 ms at p95/,
  ],
  [
    'one is unreliable',
    { good: [900, 1000], usd: [3, 52] },
    'b',
    'leaning',
    /^Containers: 90% good answers from functions, 100% from containers\.$/,
  ],
  [
    'both fail half of their requests',
    { good: [500, 510], usd: [3, 52], met: { function: false, container: false } },
    'a',
    'leaning',
    /answered well \(50% on functions and 51% on containers\): mend that before deciding\.$/,
  ],
  ['the other is unreliable', { good: [1000, 500] }, 'a', 'clear', /^Functions: 100% good/],
  ['few errors do not decide', { good: [997, 1000] }, 'either', 'close', /^Either/],
  [
    'state in memory',
    { workload: { state: 'memory' }, usd: [3, 52] },
    'b',
    'clear',
    /^Containers: the state lives in memory/,
  ],
  [
    'a miss by little',
    { p95: [200.04, 84], met: { function: false, container: true }, usd: [41, 97] },
    'b',
    'leaning',
    /only containers meet 200 ms at p95 \(functions 200\.04 ms, containers 84 ms\)/,
  ],
  [
    'a request of an hour',
    { workload: { durationSeconds: 3600 }, assumedMs: 3_600_000, usd: [3, 52] },
    'b',
    'clear',
    /^Containers: a request takes 60 min, and AWS Lambda stops after 15 min\.$/,
  ],
  [
    'a request just longer than the limit',
    { workload: { durationSeconds: 900.001 }, assumedMs: 900_001, usd: [3, 52] },
    'b',
    'clear',
    /a request takes 900\.001 s, and AWS Lambda stops after 15 min/,
  ],
  [
    'a request as long as the limit',
    { workload: { durationSeconds: 900 }, assumedMs: 900_000, met: UNKNOWN, usd: [3, 52] },
    'a',
    'leaning',
    /^Functions: functions cost \$3\.00 a month instead of \$52; a request takes 15 min as described, which no run/,
  ],
  [
    'lock-in breaks a tie',
    { signs: BOUND },
    'b',
    'leaning',
    /^Containers: both sides meet .* the bills are alike .* one function platform only\.$/,
  ],
  ['one sign is not enough', { signs: BOUND.slice(1) }, 'either', 'close', /^Either/],
  [
    'one sign in two places is one',
    { signs: ['event.Records', 'event.Records'] },
    'either',
    'close',
    /^Either/,
  ],
  [
    'the adapter speaks against no side',
    { signs: ['the adapter', 'event.Records'] },
    'either',
    'close',
    /^Either/,
  ],
  ['lock-in does not outweigh cost', { signs: BOUND, usd: [3, 52] }, 'a', 'clear', /^Functions/],
  [
    'the choice may miss its target and the run is in doubt',
    { met: { function: null, container: null }, usd: [3, 52], warnings: ['late'] },
    'a',
    'close',
    /^Functions: functions cost \$3\.00 a month instead of \$52, but this run cannot decide/,
  ],
  ['warnings take the certainty away', { usd: [97, 41], warnings: ['late'] }, 'b', 'leaning', /^Containers/],
];

describe('each threshold of a verdict', () => {
  const of = (one: Case) => recommend(evidence(one));

  it('takes bills for alike below a tenth, and for clearly apart from a quarter', () => {
    const bills = (usd: readonly [number, number]) => of({ usd, spread: 0 });
    expect(bills([1000, 901]).choice).toBe('either');
    expect(bills([1000, 899])).toMatchObject({ choice: 'b', confidence: 'leaning' });
    expect(bills([1000, 751]).confidence).toBe('leaning');
    expect(bills([1000, 750]).confidence).toBe('clear');
  });

  it('takes one failure of a hundred for none', () => {
    expect(of({ good: [991, 1000] }).choice).toBe('either');
    expect(of({ good: [989, 1000] }).choice).toBe('b');
    expect(of({ good: [1000, 991] }).choice).toBe('either');
    expect(of({ good: [1000, 989] }).choice).toBe('a');
  });

  it('warns in its sentence below nine good answers of ten', () => {
    expect(of({ usd: [3, 52], good: [900, 900] }).sentence).not.toContain('mend that');
    expect(of({ usd: [3, 52], good: [899, 900] }).sentence).toContain('mend that');
  });

  it('lets lock-in break a tie from two signs on', () => {
    expect(of({ signs: BOUND.slice(0, 1) }).choice).toBe('either');
    expect(of({ signs: BOUND }).choice).toBe('b');
  });
});

describe('recommend', () => {
  it.each(TABLE)('%s', (_, one, choice, confidence, sentence) => {
    const verdict = recommend(evidence(one));
    expect(verdict).toMatchObject({ choice, confidence });
    expect(verdict.sentence).toMatch(sentence);
  });

  it('gives a reason for every rule, each a sentence', () => {
    const { reasons } = recommend(evidence({ usd: [97, 41] }));
    expect(reasons.map((one) => one.about)).toEqual(['limits', 'reliability', 'latency', 'cost', 'lock-in']);
    expect(reasons.map((one) => one.favours)).toEqual(['neither', 'neither', 'neither', 'b', 'neither']);
    for (const { text } of reasons) expect(text).toMatch(/^[A-Z0-9].*\.$/);
  });

  it('is one sentence', () => {
    for (const [, one] of TABLE) expect(recommend(evidence(one)).sentence.match(/\.(\s|$)/g)).toHaveLength(1);
  });

  it('treats both sides alike', () => {
    const mirrored: readonly [Case, Case][] = [
      [{ usd: [97, 41] }, { usd: [41, 97] }],
      [{ good: [900, 1000] }, { good: [1000, 900] }],
      [{ met: { function: true, container: false } }, { met: { function: false, container: true } }],
    ];
    for (const [one, two] of mirrored) {
      const [a, b] = [recommend(evidence(one)), recommend(evidence(two))];
      expect(new Set([a.choice, b.choice])).toEqual(new Set(['a', 'b']));
      expect(a.confidence).toBe(b.confidence);
    }
  });

  it('says what would turn it over: traffic, target, state', () => {
    const changes = recommend(evidence({ usd: [97, 41], p95: [80, 60] })).wouldChange;
    expect(changes.join(' ')).toMatch(/Traffic (above|below) .* requests a month/);
    expect(changes.join(' ')).toContain('between 60 ms and 80 ms at p95: only containers would meet it');
    const overlapping = recommend(evidence({ usd: [97, 41], p95: [61, 60] })).wouldChange;
    expect(overlapping.join(' ')).not.toContain('latency target');
    const inside = evidence({ p95: [312, 84], met: { function: false, container: true } });
    expect(recommend(inside).wouldChange.join(' ')).toContain(
      'above 312 ms at p95: then functions meet it too',
    );
    expect(recommend(evidence({ workload: { state: 'memory' } })).wouldChange[0]).toContain(
      'State in a store',
    );
    expect(recommend(evidence({ good: [900, 1000] })).wouldChange[0]).toContain('failures of functions');
    const never = evidence({});
    const without = {
      ...never,
      cost: {
        ...never.cost,
        breakEven: { a: 'a', b: 'b', point: null, reason: 'Functions are cheaper.' } as const,
      },
    };
    expect(recommend(without).wouldChange[0]).toBe('Not traffic: functions are cheaper.');
  });
});

it('never takes code that was not read for code that binds little', () => {
  const one = evidence({});
  const about = (lockIn: Evidence['lockIn']) =>
    recommend({ ...one, lockIn }).reasons.find((reason) => reason.about === 'lock-in')?.text;
  expect(about(one.lockIn)).toBe('Little in the code binds it to one side.');
  expect(about({ ...one.lockIn, filesRead: 0, unread: ['handler.py'] })).toBe(
    'What binds the code to one side is not known: handler.py could not be read.',
  );
});
