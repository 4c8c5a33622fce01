import { afterAll, describe, expect, it } from 'vitest';
import { realExecutors, rehearse } from '../testing/rehearsal.ts';

const executors = realExecutors();
afterAll(() => executors[Symbol.asyncDispose]());

describe('the lesson on scale to zero', () => {
  it('its claim holds: no environment is left, the replica is', async () => {
    const { result, events, figure } = await rehearse('scale-to-zero', executors.sides);
    expect(result).toMatchObject({ answer: 'container-only', claimHolds: true });
    expect(figure(/after the pause/, 'function')).toBe(0);
    expect(figure(/after the pause/, 'container')).toBe(1);
    expect(figure(/^Billed/, 'function')).toBeLessThan(figure(/^Billed/, 'container'));
    const counts = (side: string) =>
      events.flatMap((event) => (event.kind === 'instances' && event.side === side ? [event.count] : []));
    expect(counts('function')).toEqual([0, 1, 0, 1]);
    expect(counts('container')).toEqual([1]);
  });

  it('is computed from the run: with the sides changed over the claim fails', async () => {
    const { result } = await rehearse('scale-to-zero', executors.swapped);
    expect(result.claimHolds).toBe(false);
    expect(result.answer).toBe('function-only');
  });
});
