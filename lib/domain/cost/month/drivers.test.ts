import { describe, expect, it } from 'vitest';
import { HOURS_PER_MONTH, trafficProfile } from '../../load/traffic.ts';
import { seededRandom } from '../../units.ts';
import { TRAFFIC_SHAPES } from '../../workload/workload.ts';
import { ASSUMED } from '../assumptions.ts';
import { fixtureUsage } from '../testing/fixture-usage.ts';
import { busyMs, capacityOf } from './capacity-of.ts';
import { driverValue, erlangB, expectedColdShare, replicasFor } from './drivers.ts';
import { trafficClasses } from './traffic-classes.ts';

const steady = (rate: number) => [{ rate, peak: rate, hours: 1 }];

describe('trafficClasses', () => {
  it.each(TRAFFIC_SHAPES)('%s: few classes hold all hours and requests of the month', (shape) => {
    const classes = trafficClasses(1e6, shape);
    expect(classes.reduce((sum, one) => sum + one.hours, 0)).toBeCloseTo(HOURS_PER_MONTH, 9);
    expect(driverValue({ kind: 'requests' }, classes)).toBeCloseTo(1e6, 3);
    expect(Math.max(...classes.map((one) => one.peak))).toBeCloseTo(
      trafficProfile({ requestsPerMonth: 1e6, shape }).peakPerSecond,
      12,
    );
    expect(classes.length).toBeLessThanOrEqual(24);
  });
});

describe('erlangB', () => {
  it.each([
    [1, 1, 0.5],
    [2, 1, 0.2],
    [5, 3, 0.11005],
    [10, 10, 0.21458],
  ])('%d servers at %d Erlang turn away %f (published tables)', (servers, offered, share) =>
    expect(erlangB(servers, offered)).toBeCloseTo(share, 4),
  );
  it('turns all away without servers', () => expect(erlangB(0, 3)).toBe(1));
});

describe('drivers', () => {
  it('expects cold starts at Poisson arrivals hour by hour, and as many more as are said', () => {
    for (const shape of TRAFFIC_SHAPES) {
      const { hourly } = trafficProfile({ requestsPerMonth: 5000, shape });
      const expected = hourly.map((rate) => rate * Math.exp((-rate * ASSUMED.keepAliveMs) / 1000));
      const total = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);
      const share = expectedColdShare({ requestsPerMonth: 5000, shape });
      expect(share).toBeCloseTo(total(expected) / total(hourly), 9);
      const more = (beyond: number) =>
        driverValue({ kind: 'cold', ready: 0, seconds: 1, beyond }, trafficClasses(5000, shape)) / 5000;
      expect(more(0.01)).toBeCloseTo(share + 0.01, 9);
      expect([more(1), more(-1)]).toEqual([expect.closeTo(1, 9), 0]);
    }
  });

  it('is all cold when nobody comes, none when many do', () => {
    const share = (requestsPerMonth: number) => expectedColdShare({ requestsPerMonth, shape: 'steady' });
    expect([share(1e-3), share(3e6), share(0)]).toEqual([expect.closeTo(1, 5), expect.closeTo(0, 200), 0]);
    expect(share((730 * 3600) / 600)).toBeCloseTo(Math.exp(-1), 12);
  });

  it('matches a simulation of Poisson arrivals', () => {
    const random = seededRandom(1);
    const gaps = Array.from({ length: 20_000 }, () => -Math.log(1 - random()) * 400);
    const share = gaps.filter((gap) => gap > 600).length / gaps.length;
    expect(expectedColdShare({ requestsPerMonth: (730 * 3600) / 400, shape: 'steady' })).toBeCloseTo(
      share,
      1,
    );
  });

  it('counts the busy time of an instance as a simulation of Poisson arrivals does', () => {
    const [rate, seconds] = [2, 0.4];
    const random = seededRandom(5);
    let [at, busyUntil, busy] = [0, 0, 0];
    while (at < 20_000) {
      at += -Math.log(1 - random()) / rate;
      const end = at + seconds;
      busy += end - Math.max(at, Math.min(busyUntil, end));
      busyUntil = Math.max(busyUntil, end);
    }
    const value = driverValue({ kind: 'busy', capacity: 100, seconds, ready: null }, steady(rate));
    expect(value / 3600).toBeCloseTo(busy / at, 2);
  });

  it('adds whole instances for the peak of each class, over the minimum', () => {
    const hours = (rate: number, per: number) =>
      driverValue({ kind: 'added-hours', capacity: 10, minimum: 2, per, most: 100 }, steady(rate));
    expect([hours(0, 1), hours(20, 1), hours(20.1, 1), hours(95, 1)]).toEqual([0, 0, 1, 8]);
    expect([hours(20, 4), hours(41, 4)]).toEqual([0, 1]);
    expect(hours(1e6, 1)).toBe(98);
  });

  it('takes no replicas for a capacity that was not measured', () =>
    expect(replicasFor(1e6, 0, 2, 100)).toBe(2));
});

describe('capacityOf', () => {
  const usage = fixtureUsage({
    busyMs: { value: 10, interval: [9, 11] },
    sustainedPerReplica: 1,
    latencyTarget: null,
  });

  it('is 60% of one request at a time without a latency target', () =>
    expect(capacityOf(usage).value).toBe(60));

  it('is what the queue allows when the target is tight: u exp(-4 (1 - u)) = 0.05', () => {
    const { value, words } = capacityOf({ ...usage, latencyTarget: { percentile: 95, ms: 50 } });
    const use = value / 100;
    expect(use * Math.exp(-4 * (1 - use))).toBeCloseTo(0.05, 6);
    expect(words).toContain('latency target');
  });

  it('meets that target in a simulated queue: exponential service before, 10 ms of its own', () => {
    const { value: rate } = capacityOf({ ...usage, latencyTarget: { percentile: 95, ms: 50 } });
    const random = seededRandom(9);
    let [arrival, free, late] = [0, 0, 0];
    const count = 200_000;
    for (let n = 0; n < count; n++) {
      arrival += -Math.log(1 - random()) / rate;
      const start = Math.max(arrival, free);
      if (start - arrival + 0.01 > 0.05) late++;
      free = start - Math.log(1 - random()) * 0.01;
    }
    expect(late / count).toBeCloseTo(0.05, 2);
  });

  it('says when no number of replicas reaches the target', () => {
    const capacity = capacityOf({ ...usage, latencyTarget: { percentile: 95, ms: 8 } });
    expect(capacity.words).toContain('do not reach');
    expect(capacity.value).toBe(60);
  });
  it('never asks for more replicas than keep the queue empty', () =>
    expect(capacityOf({ ...usage, latencyTarget: { percentile: 95, ms: 10.01 } }).value).toBeGreaterThan(
      4.9,
    ));
  it('is what was seen where the target allows less, also when the planned use would be more', () => {
    const target = { latencyTarget: { percentile: 95, ms: 50 } } as const;
    const within = capacityOf({ ...usage, ...target }).value;
    const { value, words } = capacityOf({ ...usage, ...target, sustainedPerReplica: within + 1 });
    expect(within + 1).toBeLessThan(60);
    expect([value, words]).toEqual([within + 1, expect.stringContaining('lower bound')]);
    expect(capacityOf({ ...usage, ...target, sustainedPerReplica: within - 1 }).value).toBe(within);
  });
  it('never undercuts what was seen', () =>
    expect(
      capacityOf({ ...usage, sustainedPerReplica: 70, latencyTarget: { percentile: 95, ms: 50 } }).value,
    ).toBe(70));
  it('is unknown without a measurement', () =>
    expect(capacityOf({ ...usage, busyMs: null, sustainedPerReplica: null }).words).toContain(
      'not measured',
    ));
});

describe('busyMs', () => {
  it.each([
    [106, 100, 6],
    [100, 100, 100],
    [6, 100, 6],
    [30, 0, 30],
    [0.01, 0, 1],
  ])('of a handler of %d ms that waits %d ms: %d', (handler, slowServiceMs, busy) =>
    expect(busyMs(handler, { slowServiceMs })).toBeCloseTo(busy, 9),
  );
});
