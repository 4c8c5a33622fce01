import { afterAll, describe, expect, it } from 'vitest';
import { realExecutors, rehearse } from '../testing/rehearsal.ts';

const executors = realExecutors();
afterAll(() => executors[Symbol.asyncDispose]());

describe('the lesson on cold starts', () => {
  it('its claim holds: the first request and the one after the pause wait for a start', async () => {
    const { result, events, figure } = await rehearse('cold-start', executors.sides);
    expect(result).toMatchObject({ answer: 'first-and-after-pause', claimHolds: true });
    const cold = events.flatMap((event) =>
      event.kind === 'invocation' && event.invocation.cold ? [`${event.side} ${event.index}`] : [],
    );
    expect(cold).toEqual(['function 0', 'function 6']);
    expect(figure(/^First/, 'function')).toBeGreaterThan(figure(/^Warm/, 'function'));
    expect(figure(/^Start that/, 'container')).toBe(0);
    expect(figure(/^Start of the replica/, 'container')).toBeGreaterThan(0);
  });

  it('is computed from the run: with the sides changed over, no function request waits', async () => {
    const { result } = await rehearse('cold-start', executors.swapped);
    expect(result).toMatchObject({ answer: 'none', claimHolds: false });
  });
});
