import type { Invocation, Side } from '../execution/executor.ts';
import type { InteractiveEvent } from '../live/events.ts';
import { type InteractiveRun, initialRun, reduceRunEvents } from './run.ts';

/** An invocation for tests: warm, answered, 10 ms in the handler, unless told otherwise. */
export const fixtureInvocation = (side: Side, more: Partial<Invocation> = {}): Invocation => ({
  ...{ requestId: 'r', side, instanceId: `${side}-aaaa1111`, cold: false, queued: 0, init: 0, handler: 10 },
  ...{ billed: 10, outcome: 'ok', status: 200, body: '{"count":1}', log: '', problem: null },
  ...more,
});

export const fixtureInvoked = (
  side: Side,
  index: number,
  [startedAtMs, endedAtMs]: readonly [number, number],
  more: Partial<Invocation> = {},
): Extract<InteractiveEvent, { kind: 'invocation' }> => ({
  ...{ kind: 'invocation', side, index, startedAtMs, endedAtMs },
  invocation: fixtureInvocation(side, more),
});

export const fixtureRun = (events: readonly InteractiveEvent[]): InteractiveRun =>
  reduceRunEvents(initialRun, events);
