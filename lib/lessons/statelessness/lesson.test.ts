import { afterAll, describe, expect, it } from 'vitest';
import { realExecutors, rehearse } from '../testing/rehearsal.ts';

const executors = realExecutors();
afterAll(() => executors[Symbol.asyncDispose]());

describe('the lesson on statelessness', () => {
  it('refutes its claim: a global survives in an environment used again, and only there', async () => {
    const { result, figure } = await rehearse('statelessness', executors.sides);
    expect(result).toMatchObject({ answer: 'kept-when-reused', claimHolds: false });
    expect(figure(/in a row/, 'function')).toBe(3);
    expect(figure(/Highest/, 'function')).toBe(4);
    expect(figure(/Processes/, 'function')).toBe(5);
    expect(figure(/Highest/, 'container')).toBe(8);
    expect(figure(/Processes/, 'container')).toBe(1);
    expect([figure(/after the end/, 'function'), figure(/after the end/, 'container')]).toEqual([1, 1]);
  });

  it('is computed from the run: with the sides changed over the counter is shared', async () => {
    const { result } = await rehearse('statelessness', executors.swapped);
    expect(result).toMatchObject({ answer: 'kept-and-shared', claimHolds: false });
  });
});
