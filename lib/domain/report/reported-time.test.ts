import { describe, expect, it } from 'vitest';
import { SIDES } from '../execution/executor.ts';
import { sampleWith } from '../execution/testing/sample.ts';
import { reportedTimes } from './reported-time.ts';

/** 20 requests of 40 ms on one instance, which reports another time. */
const of = (reported: number | null, more: { every?: number; handler?: number } = {}) => {
  const { every = 100, handler = 40 } = more;
  return Array.from({ length: 20 }, (_, index) =>
    sampleWith({
      index,
      sentAt: index * every,
      receivedAt: index * every + handler,
      handler,
      reported,
    }),
  );
};

describe('a time that the code reports', () => {
  it.each(SIDES)('is a warning of the %s side from 10 ms and a quarter below the clock on', (side) => {
    const samples = (reported: number) => of(reported);
    expect(reportedTimes(side, samples(20.1))).toEqual([]);
    expect(reportedTimes(side, samples(19.9))).toEqual([
      expect.stringMatching(/reports 19\.9 ms .* clock it was 40 ms, and that decides/),
    ]);
  });

  it('is a warning too where it is longer than what passed', () => {
    expect(reportedTimes('function', of(59.9))).toEqual([]);
    expect(reportedTimes('function', of(60.1))).toHaveLength(1);
  });

  it('is held against a request without what waited inside the replica for another one', () => {
    // Each begins when the one before it is answered: 100 ms after it was sent, 40 ms before its answer.
    const queued = of(40, { every: 40, handler: 140 });
    expect(reportedTimes('container', queued)).toEqual([]);
    expect(
      reportedTimes(
        'container',
        queued.map((one) => ({ ...one, reported: 1 })),
      ),
    ).toHaveLength(1);
  });

  it('is no warning for a few requests that a busy machine delayed', () => {
    const [delayed, ...rest] = of(39).map((sample) => ({
      ...sample,
      handler: 900,
      receivedAt: sample.receivedAt + 860,
    }));
    expect(reportedTimes('function', [...of(39).slice(1), ...(delayed ? [delayed] : [])])).toEqual([]);
    expect(reportedTimes('function', rest)).toHaveLength(1);
  });

  it('is nothing where nobody reports one', () => {
    expect(reportedTimes('function', of(null))).toEqual([]);
  });
});
