import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { TRAFFIC_SHAPES } from '../workload/workload.ts';
import { billOf, platforms } from './bill-of.ts';
import { breakEvens, crossings } from './break-evens.ts';
import { costCurve } from './curve.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';

const EURO = { usdPerEur: 1.1 };
const line = (at: (requests: number) => number) => ({ at, over: () => 0 });
const grid = Array.from({ length: 500 }, (_, index) => Math.round(1e3 * 1e7 ** (index / 499)));

describe('crossings', () => {
  it('solves two straight lines to the request', () => {
    const { points, cheaper } = crossings(
      line((n) => n * 1e-6),
      line(() => 50),
      grid,
    );
    expect(points).toMatchObject([{ requestsPerMonth: 50_000_000, kind: 'equal', cheaperAbove: 'second' }]);
    expect(cheaper).toEqual({ low: 'first', high: 'second' });
  });

  it('tells a step, where bills are not equal, from a break-even', () => {
    const steps = line((n) => (n < 10_000_000 ? 5 : 20));
    const { points } = crossings(
      line((n) => n * 1e-6),
      steps,
      grid,
    );
    expect(points.map(({ kind, requestsPerMonth }) => [kind, requestsPerMonth])).toEqual([
      ['equal', 5_000_000],
      ['step', 10_000_000],
      ['equal', 20_000_000],
    ]);
  });

  it('finds none where there is none', () =>
    expect(
      crossings(
        line(() => 1),
        line(() => 2),
        grid,
      ),
    ).toMatchObject({ points: [], more: 0, cheaper: { low: 'first', high: 'first' } }));
});

describe('breakEvens', () => {
  const random = seededRandom(4);
  const priced = platforms().filter((one) => one.priced);
  const functions = priced.filter((one) => one.kind === 'function');
  const containers = priced.filter((one) => one.kind === 'container');
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)];
    if (one === undefined) throw new Error('nothing to pick');
    return one;
  };

  it('is where both exact bills agree to a cent, for random workloads and pairs of platforms', () => {
    let equal = 0;
    for (let trial = 0; trial < 40; trial++) {
      const usage = fixtureUsage({
        shape: pick(TRAFFIC_SHAPES),
        durationsMs: [1 + random() * 400],
        durationInterval: null,
        busyMs: { value: 1 + random() * 100, interval: [1, 100] },
        minReplicas: 1 + Math.floor(random() * 3),
      });
      const [a, b] = [pick(functions).id, pick(containers).id];
      for (const point of breakEvens({ platform: a }, { platform: b }, usage, EURO).points) {
        const at = (id: string, requestsPerMonth: number) =>
          billOf(id, undefined, { ...usage, requestsPerMonth }, EURO).totalUsd;
        const gap = (requests: number) => at(a, requests) - at(b, requests);
        const here = Math.abs(gap(point.requestsPerMonth));
        if (point.kind === 'equal') {
          equal++;
          expect(here).toBeLessThanOrEqual(0.01 + 1e-6);
        } else {
          expect(here).toBeGreaterThan(0.01 - 1e-6);
        }
        // The order turns within two requests.
        const [below, above] = [gap(point.requestsPerMonth - 2), gap(point.requestsPerMonth + 2)];
        expect(
          Math.sign(below) === Math.sign(above) && Math.abs(below) > 1e-4 && Math.abs(above) > 1e-4,
        ).toBe(false);
      }
    }
    expect(equal).toBeGreaterThan(20);
  });

  it('moves down as requests take longer', () => {
    const first = (ms: number) =>
      breakEvens(
        { platform: 'aws_lambda' },
        { platform: 'aws_fargate' },
        fixtureUsage({ durationsMs: [ms], durationInterval: null, shape: 'steady' }),
      ).points[0]?.requestsPerMonth ?? 0;
    expect(first(200)).toBeLessThan(first(50));
    expect(first(50)).toBeLessThan(first(10));
  });

  it('falls when the load balancer is already there', () => {
    const first = (off: readonly 'load-balancer'[]) =>
      breakEvens({ platform: 'aws_lambda' }, { platform: 'aws_fargate' }, fixtureUsage({ shape: 'steady' }), {
        off,
      }).points[0];
    expect(first(['load-balancer'])?.requestsPerMonth).toBeLessThan(first([])?.requestsPerMonth ?? 0);
  });

  it('misses no change of order that a denser grid would show', () => {
    const usage = fixtureUsage({ shape: 'bursts' });
    const found = breakEvens({ platform: 'aws_lambda' }, { platform: 'aws_fargate' }, usage);
    const [a, b] = ['aws_lambda', 'aws_fargate'].map((id) => costCurve(id, undefined, usage));
    if (a === undefined || b === undefined) throw new Error('no curves');
    const dense = Array.from({ length: 12_000 }, (_, index) => Math.round(1e6 * 1e3 ** (index / 11_999)));
    const seen = crossings(a, b, dense);
    const within = found.points.filter(
      (point) => point.requestsPerMonth > 1e6 && point.requestsPerMonth < 1e9,
    );
    expect(within.length + found.more).toBeGreaterThanOrEqual(seen.points.length + seen.more);
  });
});
