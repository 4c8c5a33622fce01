import { describe, expect, it } from 'vitest';
import { OUTCOME_WORDS } from '../report/words.ts';
import { fixtureInvoked, fixtureRun } from './fixture.ts';
import type { LessonFigure } from './interactive.ts';
import { comparison, figureRows, shortId, summarise } from './summary.ts';

describe('summarise', () => {
  it('counts cold starts, failures and the instances that took a request', () => {
    const run = fixtureRun([
      fixtureInvoked('function', 0, [0, 300], { cold: true, instanceId: 'one' }),
      fixtureInvoked('function', 1, [0, 100], { instanceId: 'two' }),
      fixtureInvoked('function', 2, [0, 200], { instanceId: null, outcome: 'throttled' }),
    ]);
    expect(summarise(run.invocations.function)).toEqual({
      ...{ invocations: 3, cold: 1, failed: 1, instances: 2, only: null, p50: 100 },
    });
    expect(summarise([])).toMatchObject({ invocations: 0, only: null, p50: null });
  });

  it('has no percentile of a single invocation, only its time', () => {
    const run = fixtureRun([fixtureInvoked('function', 0, [0, 300])]);
    expect(summarise(run.invocations.function)).toMatchObject({ only: 300, p50: null });
  });
});

describe('comparison', () => {
  const of = (fn: number, container: number, each: number, cold = false) =>
    comparison(
      fixtureRun(
        Array.from({ length: each }, (_, index) => [
          fixtureInvoked('function', index, [0, fn], { cold }),
          fixtureInvoked('container', index, [0, container]),
        ]).flat(),
      ),
    );

  it('is written out from whichever side took longer', () => {
    expect(of(310, 100, 2)).toBe('At p50 functions took 3.1 times as long as containers.');
    expect(of(100, 310, 2)).toBe('At p50 containers took 3.1 times as long as functions.');
    expect(of(100, 105, 2)).toBe('At p50 both sides took about as long.');
  });

  it('makes no ratio of one request, and tells the starts of both sides', () => {
    expect(of(310, 100, 1)).toBe(
      'With one request functions took 310 ms, containers took 100 ms. One request gives no ratio.',
    );
    const run = fixtureRun([
      {
        ...{ kind: 'deployed', side: 'container', engine: 'runc', codeBytes: 1, buildMs: 1 },
        ready: [{ instanceId: 'container-aaaa1111', initMs: 55 }],
      },
      fixtureInvoked('function', 0, [0, 310], { cold: true, init: 290 }),
      fixtureInvoked('container', 0, [0, 5]),
    ]);
    expect(comparison(run)).toBe(
      'With one request functions took 310 ms with a start of 290 ms, containers took 5 ms (the replica had started before, in 55 ms). One request gives no ratio.',
    );
  });

  it('says that a side, or both, failed, and compares nothing then', () => {
    const failed = (side: 'function' | 'container', index: number) =>
      fixtureInvoked(side, index, [0, 1], { outcome: 'timeout', status: null });
    const both = fixtureRun([failed('function', 0), failed('function', 1), failed('container', 0)]);
    expect(comparison(both)).toBe(
      `Both sides failed: functions at all 2 requests (${OUTCOME_WORDS.timeout}), containers at the one request (${OUTCOME_WORDS.timeout}).`,
    );
    const one = fixtureRun([failed('function', 0), fixtureInvoked('container', 0, [0, 5])]);
    expect(comparison(one)).toBe(
      `Functions failed at the one request (${OUTCOME_WORDS.timeout}), so there is nothing to compare.`,
    );
  });

  it('never takes an error for a fast answer', () => {
    const run = fixtureRun([
      ...[0, 1].map((index) => fixtureInvoked('function', index, [0, 200])),
      ...[2, 3, 4].map((index) => fixtureInvoked('function', index, [0, 1], { outcome: 'handler-error' })),
      ...[0, 1].map((index) => fixtureInvoked('container', index, [0, 100])),
    ]);
    expect(comparison(run)).toBe('At p50 functions took 2 times as long as containers.');
  });

  it('tells how many of the slower side were cold, when any was', () => {
    const run = fixtureRun([
      fixtureInvoked('function', 0, [0, 200], { cold: true }),
      fixtureInvoked('function', 1, [0, 220]),
      fixtureInvoked('container', 0, [0, 100], { cold: true }),
      fixtureInvoked('container', 1, [0, 110]),
    ]);
    expect(comparison(run)).toBe(
      'At p50 functions took 2 times as long as containers; 1 of 2 waited for a cold start.',
    );
  });

  it('tells the start of the side that had started before where the other waited for one', () => {
    const ready = (one: number) => ({
      ...({ kind: 'deployed', side: 'container', engine: 'runc', codeBytes: 1, buildMs: 1 } as const),
      ready: Array.from({ length: one }, (_, index) => ({
        instanceId: `container-${index}`,
        initMs: 55 + index,
      })),
    });
    const of = (replicas: number, cold: boolean) =>
      comparison(
        fixtureRun([
          ready(replicas),
          ...[0, 1].map((index) => fixtureInvoked('function', index, [0, 310], { cold, init: 290 })),
          ...[0, 1].map((index) => fixtureInvoked('container', index, [0, 10])),
        ]),
      );
    expect(of(1, true)).toBe(
      'At p50 functions took 31 times as long as containers; 2 of 2 waited for a cold start, and the replica had started before, in 55 ms.',
    );
    expect(of(3, true)).toContain('and the replicas had started before, in up to 57 ms.');
    expect(of(1, false)).toBe('At p50 functions took 31 times as long as containers.');
  });

  it('says nothing while one side has no invocation', () => {
    expect(comparison(fixtureRun([fixtureInvoked('function', 0, [0, 5])]))).toBeNull();
  });

  it('says nothing where one request stands against the median of several', () => {
    const more = [0, 1].map((index) => fixtureInvoked('container', index, [0, 9]));
    expect(comparison(fixtureRun([fixtureInvoked('function', 0, [0, 5]), ...more]))).toBeNull();
  });
});

describe('figureRows', () => {
  const figure = (label: string, side: LessonFigure['side'], value: number, of = 5): LessonFigure => ({
    ...{ label, side, value, unit: 'ms', of },
  });

  it('puts both sides of one label on one row, in the order of their coming', () => {
    const rows = figureRows([
      figure('First', 'function', 240),
      figure('First', 'container', 4),
      figure('Pause', null, 2000),
      figure('Start', 'container', 300),
    ]);
    expect(rows.map(({ label }) => label)).toEqual(['First', 'Pause', 'Start']);
    expect(rows[0]).toMatchObject({ function: 240, container: 4, difference: 'Functions 60 times as much' });
    expect(rows[1]).toMatchObject({ both: 2000, function: null, difference: null });
    expect(rows[2]).toMatchObject({ container: 300, function: null, difference: null });
  });

  it('writes no factor of single measurements', () => {
    const pair = (of: number) => [figure('n', 'function', 240, of), figure('n', 'container', 4, of)];
    expect(figureRows(pair(1))[0]?.difference).toBeNull();
    expect(figureRows(pair(2))[0]?.difference).toBe('Functions 60 times as much');
  });

  it('writes no factor against zero', () => {
    expect(figureRows([figure('n', 'function', 0), figure('n', 'container', 1)])[0]?.difference).toBeNull();
    expect(figureRows([figure('n', 'function', 1), figure('n', 'container', 1)])[0]?.difference).toBe(
      'the same',
    );
  });
});

it('an id is shortened to its end', () => {
  expect(shortId('container-1a2b3c4d')).toBe('1a2b3c4d');
  expect(shortId('function-10-9hntlo')).toBe('9hntlo');
  expect(shortId('fn-7')).toBe('fn-7');
  expect(shortId('0b7f2c1e-77aa-4c7e-9b0a-2f6e5d4c3b2a')).toBe('5d4c3b2a');
  expect(shortId(null)).toBe('–');
});
