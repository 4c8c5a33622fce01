import { describe, expect, it } from 'vitest';
import type { InteractiveEvent } from '../live/events.ts';
import { seededRandom } from '../units.ts';
import { fixtureInvoked, fixtureRun } from './fixture.ts';
import { initialRun, reduceRun, reduceRunEvents } from './run.ts';

const problem = { code: 'x', owner: 'yours', message: 'It failed.', remedy: 'Mend it.' } as const;

const STORY: InteractiveEvent[] = [
  { kind: 'doing', text: 'Deploying' },
  { kind: 'deployed', side: 'function', engine: 'bubblewrap', codeBytes: 100, buildMs: 3, ready: [] },
  { kind: 'instances', side: 'function', atMs: 0, count: 0 },
  { kind: 'failed', side: 'container', problem },
  { kind: 'doing', text: 'Invoking' },
  { kind: 'instances', side: 'function', atMs: 4, count: 1 },
  fixtureInvoked('function', 1, [5, 30]),
  fixtureInvoked('function', 0, [5, 200], { cold: true, init: 150 }),
  { kind: 'instances', side: 'function', atMs: 210, count: 2 },
  {
    kind: 'outcome',
    result: { lesson: 'l', answer: 'a', summary: 'S.', claimHolds: true, figures: [] },
  },
  { kind: 'done' },
];

describe('reduceRun', () => {
  it('tells the whole story, invocations by index and counts by time', () => {
    const run = fixtureRun(STORY);
    expect(run.steps).toEqual(['Deploying', 'Invoking']);
    expect(run.deployed.function).toEqual({
      side: 'function',
      engine: 'bubblewrap',
      codeBytes: 100,
      buildMs: 3,
      ready: [],
    });
    expect(run.invocations.function.map(({ index }) => index)).toEqual([0, 1]);
    expect(run.counts.function.map(({ count }) => count)).toEqual([0, 1, 2]);
    expect(run.problems).toEqual({ function: null, container: problem, run: null });
    expect(run).toMatchObject({ ended: true, result: { answer: 'a' }, invocations: { container: [] } });
  });

  it('is the same after a replay from any point, and after every event came twice', () => {
    const whole = fixtureRun(STORY);
    for (let cut = 0; cut <= STORY.length; cut += 1) {
      expect(reduceRunEvents(fixtureRun(STORY.slice(0, cut)), STORY)).toEqual(whole);
    }
    expect(fixtureRun(STORY.flatMap((event) => [event, event]))).toEqual(whole);
  });

  it('does not depend on the order in which invocations and counts arrive', () => {
    const random = seededRandom(7);
    const some = STORY.filter(({ kind }) => kind === 'invocation' || kind === 'instances');
    for (let round = 0; round < 20; round += 1) {
      const shuffled = some.map((event) => ({ event, at: random() })).sort((a, b) => a.at - b.at);
      expect(fixtureRun(shuffled.map(({ event }) => event))).toEqual(fixtureRun(some));
    }
  });

  it('keeps a failure of the whole run apart from one of a side, and changes nothing it was given', () => {
    const before = JSON.stringify(initialRun);
    const run = reduceRun(initialRun, { kind: 'failed', side: null, problem });
    expect(run.problems).toEqual({ function: null, container: null, run: problem });
    expect(JSON.stringify(initialRun)).toBe(before);
  });
});
