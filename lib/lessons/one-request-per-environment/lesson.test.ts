import { afterAll, describe, expect, it } from 'vitest';
import { realExecutors, rehearse } from '../testing/rehearsal.ts';

const executors = realExecutors();
afterAll(() => executors[Symbol.asyncDispose]());

describe('the lesson on one request per environment', () => {
  it('its claim holds: ten environments with one request each, one replica with many', async () => {
    const { result, events, figure } = await rehearse('one-request-per-environment', executors.sides);
    expect(result).toMatchObject({ answer: 'many-together', claimHolds: true });
    expect(figure(/that answered/, 'function')).toBe(10);
    expect(figure(/together in one process/, 'function')).toBe(1);
    expect(figure(/that answered/, 'container')).toBe(1);
    expect(figure(/together in one process/, 'container')).toBeGreaterThan(1);
    const most = events.flatMap((event) =>
      event.kind === 'instances' && event.side === 'function' ? [event.count] : [],
    );
    expect(Math.max(...most)).toBe(10);
  });

  it('is computed from the run: a function that shares its process fails the claim', async () => {
    const { result } = await rehearse('one-request-per-environment', executors.swapped);
    expect(result).toMatchObject({ claimHolds: false });
    expect(result.answer).toMatch(/^one-/);
  });
});
