import { describe, expect, it } from 'vitest';
import { DEFAULT_CANDIDATES } from '../execution/candidate.ts';
import type { ExperimentEvent, LiveSecond } from './events.ts';
import { shareDone, soFar, stepsOf, timeLeft } from './progress.ts';
import { initialLive, type LiveView, reduceLive } from './reduce.ts';

const second = (
  candidate: LiveSecond['candidate'],
  at: number,
  more: Partial<LiveSecond> = {},
): LiveSecond => ({
  candidate,
  second: at,
  count: 20,
  errors: 0,
  cold: 0,
  p50: 5,
  p95: 9,
  max: 12,
  instances: 2,
  ...more,
});

const STORY: ExperimentEvent[] = [
  { kind: 'state', state: 'queued' },
  { kind: 'state', state: 'preparing' },
  { kind: 'progress', doing: 'Building the image', done: 0, total: 8, secondsLeft: null },
  { kind: 'state', state: 'running' },
  { kind: 'seconds', seconds: [second('a', 0, { cold: 3, errors: 1 }), second('a', 1)] },
  { kind: 'progress', doing: 'Measuring the function side', done: 2, total: 8, secondsLeft: 6 },
  { kind: 'seconds', seconds: [second('b', 3), second('b', 0, { instances: 5 })] },
  { kind: 'progress', doing: 'Measuring the container side', done: 4, total: 8, secondsLeft: 4 },
];

const play = (events: readonly ExperimentEvent[], from: LiveView = initialLive('queued')): LiveView =>
  events.reduce(reduceLive, from);

describe('reduceLive', () => {
  it('builds the view of a run from its events', () => {
    const view = play(STORY);
    expect(view.state).toBe('running');
    expect(view.progress).toEqual({
      doing: 'Measuring the container side',
      done: 4,
      total: 8,
      secondsLeft: 4,
    });
    expect(view.seconds.a?.map((row) => row.second)).toEqual([0, 1]);
  });

  it('keeps seconds in order and leaves gaps as gaps', () => {
    expect(play(STORY).seconds.b?.map((row) => row.second)).toEqual([0, 3]);
  });

  it('gives the same view when everything is replayed after any prefix', () => {
    const whole = play(STORY);
    for (let length = 0; length <= STORY.length; length++) {
      expect(play(STORY, play(STORY.slice(0, length)))).toEqual(whole);
    }
    expect(play(STORY, whole)).toEqual(whole);
  });

  it('replaces a second that is sent again with newer counts', () => {
    const view = play([{ kind: 'seconds', seconds: [second('a', 0, { count: 30 })] }], play(STORY));
    expect(view.seconds.a).toHaveLength(2);
    expect(soFar(view, DEFAULT_CANDIDATES)[0]?.requests).toBe(50);
  });

  it('does not go back when an old event follows the end', () => {
    const ended = play([...STORY, { kind: 'state', state: 'cancelled' }]);
    expect(play(STORY, ended).state).toBe('cancelled');
  });

  it('reaches the same view after a reload in the middle, when the stored state is already ahead', () => {
    expect(play(STORY, initialLive('running'))).toEqual(play(STORY));
  });

  it('keeps the problem that the stored experiment names when the event has none', () => {
    const problem = { code: 'handler-exited', owner: 'yours', message: 'm', remedy: 'r' } as const;
    expect(play(STORY, initialLive('failed', problem)).problem).toEqual(problem);
    expect(play([{ kind: 'state', state: 'failed', problem }]).problem).toEqual(problem);
  });
});

describe('stepsOf', () => {
  const statuses = (view: LiveView) => stepsOf(view).map((step) => step.status);

  it('marks what is done, current and still to come', () => {
    expect(statuses(play(STORY))).toEqual(['done', 'done', 'current', 'todo']);
  });

  it('marks everything done at the end', () => {
    expect(statuses(initialLive('done'))).toEqual(['done', 'done', 'done', 'done']);
  });

  it('says where a failed run stopped, also when the page was loaded after the failure', () => {
    const failed = { kind: 'state', state: 'failed' } as const;
    expect(statuses(play([...STORY, failed]))).toEqual(['done', 'done', 'stopped', 'todo']);
    expect(statuses(play([...STORY, failed], initialLive('failed')))).toEqual([
      'done',
      'done',
      'stopped',
      'todo',
    ]);
  });
});

describe('what is shown while waiting', () => {
  it('counts each side over the seconds that have come', () => {
    expect(soFar(play(STORY), DEFAULT_CANDIDATES)).toEqual([
      { id: 'a', side: 'function', requests: 40, cold: 3, errors: 1, peakInstances: 2 },
      { id: 'b', side: 'container', requests: 40, cold: 0, errors: 0, peakInstances: 5 },
    ]);
  });

  it('knows the share done, and that it is unknown before the first progress', () => {
    expect(shareDone(initialLive('queued'))).toBeNull();
    expect(shareDone(play(STORY))).toBe(0.5);
    expect(shareDone(initialLive('analysing'))).toBe(1);
  });

  it('rounds the time left, because it is an estimate', () => {
    const left = (secondsLeft: number | null) =>
      timeLeft(play([{ kind: 'progress', doing: 'd', done: 1, total: 9, secondsLeft }]));
    expect(left(null)).toBe('');
    expect(left(0.4)).toBe('nearly done');
    expect(left(37)).toBe('about 40 s left');
    expect(left(200)).toBe('about 3 min left');
    expect(timeLeft(initialLive('done'))).toBe('');
  });
});
