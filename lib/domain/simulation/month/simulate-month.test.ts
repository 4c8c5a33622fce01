import { describe, expect, it } from 'vitest';
import { requestsIn } from '../../load/rate-segment.ts';
import { TRAFFIC_SHAPES, type TrafficShape } from '../../workload/workload.ts';
import { loneColdShare } from '../analytic.ts';
import { MONTH_LIMITS, type MonthLimits, monthParts } from './parts.ts';
import { simulateMonth } from './simulate-month.ts';

const KEEP_ALIVE = 600_000;
const month = (requestsPerMonth: number, shape: TrafficShape, change = {}, limits?: MonthLimits) => {
  const traffic = { requestsPerMonth, shape };
  const times = { serviceMs: [5], initMs: [200], keepAliveMs: KEEP_ALIVE };
  return simulateMonth({ traffic, memoryMiB: 512, seed: 1, ...times, ...change }, limits);
};
const NONE = { ms: 0, from: 0, to: 0 };
/** Little enough for a test. */
const SMALL = { most: 200_000, sampled: 100_000 };

describe('a simulated month', () => {
  it('of thin steady traffic has the cold share that the formula gives', () => {
    // 0.002/s: of 5,256 requests exp(-1.2) are cold, give or take five standard deviations.
    const { coldShare, requests, hours, thinned } = month(5256, 'steady');
    const expected = loneColdShare(0.002, KEEP_ALIVE);
    expect(Math.abs(coldShare - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / 5256));
    expect(Math.abs(requests - 5256)).toBeLessThan(5 * Math.sqrt(5256));
    expect({ hours, thinned }).toEqual({ hours: 730, thinned: 1 });
  });

  it('is the same for the same seed, and another for another', () => {
    expect(month(20_000, 'bursts')).toEqual(month(20_000, 'bursts'));
    expect(month(20_000, 'bursts').requests).not.toBe(month(20_000, 'bursts', { seed: 2 }).requests);
  });

  it('has cold starts in its p99 where one of a hundred requests meets one', () => {
    const thin = month(4000, 'steady');
    expect(thin.coldShare).toBeGreaterThan(0.3);
    expect(thin.latency.p50 / 5).toBeCloseTo(1, 2);
    expect(thin.latency.p99 / 205).toBeCloseTo(1, 2);
    expect(month(300_000, 'steady').latency.p99 / 5).toBeCloseTo(1, 2);
  });

  it('more environments start where a burst finds few of them', () => {
    const slow = { serviceMs: [3000] };
    const [bursts, steady] = [month(200_000, 'bursts', slow), month(200_000, 'steady', slow)];
    expect(bursts.coldShare).toBeGreaterThan(1.1 * steady.coldShare);
  });

  it('of more requests than are simulated is a sample that gives what the whole gives', () => {
    const slow = { serviceMs: [4000] };
    const whole = month(SMALL.most, 'bursts', slow, SMALL);
    const sample = month(SMALL.most + 1, 'bursts', slow, SMALL);
    expect(whole.hours).toBe(730);
    expect(sample.hours).toBeLessThan(500);
    expect(sample.requests).toBeLessThan(SMALL.sampled * 1.05);
    expect(sample.coldShare / whole.coldShare).toBeGreaterThan(0.8);
    expect(sample.coldShare / whole.coldShare).toBeLessThan(1.25);
    expect(sample.peakInstances / whole.peakInstances).toBeGreaterThan(0.8);
  });

  it.each(TRAFFIC_SHAPES)('of 10^12 requests is thinned, %s', (shape) => {
    const { requests, thinned } = month(1e12, shape, {}, SMALL);
    expect(requests).toBeLessThan(SMALL.sampled * 1.05);
    expect(thinned).toBeGreaterThan(100);
  });
});

describe('the parts of a month', () => {
  it('are one up to five million requests, and a sample of two million beyond', () => {
    const parts = (requestsPerMonth: number) => monthParts({ requestsPerMonth, shape: 'steady' }, 0).parts;
    expect(parts(5_000_000)).toHaveLength(1);
    const beyond = parts(5_000_001);
    expect(beyond.length).toBeGreaterThan(285);
    expect(beyond.reduce((sum, { segments }) => sum + requestsIn(segments[0] ?? NONE), 0)).toBeLessThan(2e6);
  });

  it.each(TRAFFIC_SHAPES.flatMap((shape) => [4e6, 6e6, 1e12].map((requests) => [shape, requests] as const)))(
    '%s: hours by their weight make %d requests',
    (shape, requestsPerMonth) => {
      const { parts, thinned } = monthParts({ requestsPerMonth, shape }, 1_200_000);
      const counted = parts.reduce((sum, { segments, weight, warmUpMs }) => {
        let at = 0;
        const own = segments.filter(({ ms }) => {
          at += ms;
          return at > warmUpMs;
        });
        return sum + weight * own.reduce((requests, segment) => requests + requestsIn(segment), 0);
      }, 0);
      // 730 hours are four weeks and 58 hours from Monday on.
      const least = requestsPerMonth <= MONTH_LIMITS.most ? 0.98 : 0.999;
      expect((counted * thinned) / requestsPerMonth).toBeGreaterThan(least);
      expect((counted * thinned) / requestsPerMonth).toBeLessThan(1.05);
      const hours = parts.reduce((sum, part) => sum + part.weight * part.hours, 0);
      expect(hours).toBeCloseTo(730, 6);
    },
  );
});
