import { describe, expect, it } from 'vitest';
import { fixtureSamples } from '../report/fixture-samples.ts';
import { fixturePlan, fixtureWorkload } from '../report/fixture-workload.ts';
import { seededRandom } from '../units.ts';
import { TRAFFIC_SHAPES, type Workload } from '../workload/workload.ts';
import { assessCost } from './assess.ts';
import { ASSUMED, expectedColdShare } from './assumptions.ts';
import { billOf } from './bill-of.ts';
import { breakEven } from './break-even.ts';
import { capacityPerTask } from './capacity.ts';
import { type CostMeasurement, costMeasurement } from './measurement.ts';
import { costModel } from './model.ts';
import { withPrice } from './sheets/book.ts';
import { defaultPriceBook } from './sheets/default-book.ts';

const measured = (warm: number, handler: number, spread = 0): CostMeasurement => ({
  warmBilledMs: { value: warm, interval: [warm - spread, warm + spread], samples: 100 },
  durationsMs: [warm],
  initMs: 100,
  measuredColdShare: 0.05,
  containerHandlerMs: { value: handler, interval: [handler - spread, handler + spread], samples: 100 },
  sustainedPerReplica: 20,
});
const workload = (change: Partial<Workload> = {}): Workload => ({ ...fixtureWorkload, ...change });
const assess = (change: Partial<Workload>, measurement: CostMeasurement) =>
  assessCost({ workload: workload(change), plan: fixturePlan, measurement });

describe('expectedColdShare', () => {
  const hourly = (rate: number) => Array.from({ length: 168 }, () => rate);
  it('is all cold when nobody comes, none when many do', () => {
    expect(expectedColdShare({ hourly: hourly(1e-9) }, ASSUMED.keepAliveMs)).toBeCloseTo(1, 5);
    expect(expectedColdShare({ hourly: hourly(1) }, ASSUMED.keepAliveMs)).toBeLessThan(1e-200);
    expect(expectedColdShare({ hourly: hourly(0) }, ASSUMED.keepAliveMs)).toBe(0);
  });
  it('is exp(-1) at one request per keep-alive', () =>
    expect(expectedColdShare({ hourly: hourly(1 / 600) }, ASSUMED.keepAliveMs)).toBeCloseTo(
      Math.exp(-1),
      12,
    ));
  it('matches a simulation of Poisson arrivals', () => {
    const random = seededRandom(1);
    const rate = 1 / 400;
    const gaps = Array.from({ length: 20_000 }, () => -Math.log(1 - random()) / rate);
    const share = gaps.filter((gap) => gap > 600).length / gaps.length;
    expect(expectedColdShare({ hourly: hourly(rate) }, ASSUMED.keepAliveMs)).toBeCloseTo(share, 1);
  });
});

describe('capacityPerTask', () => {
  const of = (value: number) => ({ value, interval: [value * 0.9, value * 1.1] as const });
  it('is 0.6 over the handler time', () =>
    expect(capacityPerTask(of(30), null, { slowServiceMs: 0 }).value).toBeCloseTo(20, 9));
  it('does not count the declared wait as work', () =>
    expect(capacityPerTask(of(106), null, { slowServiceMs: 100 }).value).toBeCloseTo(100, 9));
  it('takes nothing off when the slow service cannot have been called', () =>
    expect(capacityPerTask(of(6), null, { slowServiceMs: 100 }).value).toBeCloseTo(100, 9));
  it('is at most 600 a second', () =>
    expect(capacityPerTask(of(0.01), null, { slowServiceMs: 0 }).value).toBe(600));
  it('is what a tight latency target allows: u exp(-4 (1 - u)) = 0.05', () => {
    const target = { slowServiceMs: 0, latencyTarget: { percentile: 95, ms: 50 } } as const;
    const capacity = capacityPerTask(of(10), null, target);
    const use = capacity.value / 100;
    expect(use * Math.exp(-4 * (1 - use))).toBeCloseTo(0.05, 6);
    expect(capacity.words).toContain('latency target');
    expect(capacityPerTask(of(10), 70, target).value).toBe(70);
    expect(
      capacityPerTask(of(10), null, { ...target, latencyTarget: { percentile: 95, ms: 8 } }).value,
    ).toBeCloseTo(60, 9);
  });
  it('never undercuts what was sustained, and says which it is', () => {
    const capacity = capacityPerTask(of(300), 20, { slowServiceMs: 0 });
    expect(capacity.value).toBe(20);
    expect(capacity.words).toContain('lower bound');
  });
  it('orders its ends', () => {
    const { interval, value } = capacityPerTask(of(30), null, { slowServiceMs: 0 });
    expect(interval[0]).toBeLessThan(value);
    expect(interval[1]).toBeGreaterThan(value);
  });
  it('is 0 and says so when nothing was measured', () => {
    const capacity = capacityPerTask(null, null, { slowServiceMs: 0 });
    expect(capacity.value).toBe(0);
    expect(capacity.words).toContain('unknown');
  });
});

describe('assessCost', () => {
  it('bills what the samples of a run show', () => {
    const measurement = costMeasurement(fixtureSamples(), fixturePlan);
    const cost = assess({}, measurement);
    const { function: fn, container } = cost.bills;
    // 12M requests: $2.40 requests + $12 HTTP API + 12M x ~10.6 ms x 0.5 GB x $1.66667e-5.
    const duration = (12e6 * (measurement.warmBilledMs?.value ?? 0) * 0.5 * 1.66667e-5) / 1000;
    expect(fn.totalUsd).toBeCloseTo(14.4 + duration, 1);
    // At least one task of 1 vCPU and 2 GB, and the load balancer.
    expect(container.totalUsd).toBeGreaterThan(36.04 + 16.42);
    expect(fn.interval[0]).toBeLessThan(fn.totalUsd);
    expect(fn.interval[1]).toBeGreaterThan(fn.totalUsd);
    expect(measurement.measuredColdShare).toBeGreaterThan(0);
  });

  it('keeps the expected cold share apart from the measured one', () => {
    const { assumptions, bills } = assess(
      { traffic: { requestsPerMonth: 1000, shape: 'steady' } },
      measured(10, 10),
    );
    expect(assumptions.join(' ')).toContain('not the 5% of this run');
    const share = Math.exp((-1000 / (730 * 3600)) * 600);
    const duration = bills.function.lines.find((line) => line.meter === 'Lambda duration');
    expect(duration?.quantity).toBeCloseTo((1000 * (10 + share * 100) * 0.5) / 1000, 6);
  });

  it('has equal ends when nothing measured enters', () => {
    const { container } = assess(
      { traffic: { requestsPerMonth: 1000, shape: 'steady' } },
      measured(10, 10, 1),
    ).bills;
    expect(container.interval[0]).toBe(container.interval[1]);
  });

  it('says what stands in when a side answered nothing', () => {
    const blind = { ...measured(0, 0), warmBilledMs: null };
    expect(assess({}, blind).assumptions.join(' ')).toContain('stands in');
    const both = assess({}, { ...blind, containerHandlerMs: null, sustainedPerReplica: null });
    expect(both.assumptions.join(' ')).toContain('holds no duration');
    expect(both.tasks).toBe(1);
  });

  it('has a curve from 10^3 to 10^10 that never falls', () => {
    const { curve } = assess({}, measured(10, 10));
    expect(curve).toHaveLength(71);
    expect([curve[0]?.requestsPerMonth, curve.at(-1)?.requestsPerMonth]).toEqual([1e3, 1e10]);
    for (const [index, point] of curve.entries()) {
      expect(point.functionUsd).toBeGreaterThanOrEqual(curve[index - 1]?.functionUsd ?? 0);
      expect(point.containerUsd).toBeGreaterThanOrEqual(curve[index - 1]?.containerUsd ?? 0);
    }
  });
});

describe('breakEven', () => {
  it('solves two straight lines exactly', () => {
    const { point } = breakEven((n) => ({ functionUsd: n * 1e-6, containerUsd: 50 }));
    expect(point?.requestsPerMonth).toBe(50_000_000);
    expect(point?.ratePerSecond).toBeCloseTo(50e6 / (730 * 3600), 9);
    expect(point?.usd).toBeCloseTo(50, 6);
  });

  it('says why there is none', () => {
    expect(breakEven(() => ({ functionUsd: 1, containerUsd: 2 }))).toMatchObject({
      point: null,
      reason: expect.stringContaining('Functions are cheaper at every rate'),
    });
    expect(breakEven(() => ({ functionUsd: 3, containerUsd: 2 })).reason).toContain('Containers are cheaper');
  });

  it('finds the first of several crossings and says that there are more', () => {
    // Containers: 50 dollars a task, a task carries 60 million requests.
    const { point, reason } = breakEven((n) => ({
      functionUsd: n * 1e-6,
      containerUsd: 50 * Math.ceil(n / 60e6),
    }));
    expect(point?.requestsPerMonth).toBe(50_000_000);
    expect(reason).toMatch(/cross \d+ times/);
  });

  it('is where both bills agree to a cent, over random workloads', () => {
    const random = seededRandom(11);
    let met = 0;
    for (let trial = 0; trial < 40; trial++) {
      const shape = TRAFFIC_SHAPES[Math.floor(random() * TRAFFIC_SHAPES.length)] ?? 'steady';
      const model = costModel(
        workload({ memoryMiB: 128 + Math.floor(random() * 3000), traffic: { requestsPerMonth: 1e6, shape } }),
        fixturePlan,
        measured(1 + random() * 400, 1 + random() * 200),
      );
      const { point } = breakEven(model.totals);
      if (point === null) continue;
      met++;
      const there = model.totals(point.requestsPerMonth);
      const before = model.totals(point.requestsPerMonth - 1);
      expect(Math.abs(there.functionUsd - there.containerUsd)).toBeLessThanOrEqual(0.01);
      expect(before.functionUsd).toBeLessThan(before.containerUsd);
      expect(model.totals(Math.floor(point.requestsPerMonth / 2)).functionUsd).toBeLessThan(
        there.functionUsd,
      );
    }
    expect(met).toBeGreaterThan(20);
  });
});

describe('the prices of a report', () => {
  it('are those in use: a price of the user moves the bill and is named as the source', () => {
    const change = { key: 'aws_lambda@us-east-1', meter: 'requests', price: '2', day: '2026-11-21' };
    const input = { workload: workload(), plan: fixturePlan, measurement: measured(10, 10) };
    const own = assessCost({ ...input, book: withPrice(defaultPriceBook(), change) });
    const line = own.bills.function.lines[0];
    expect(line).toMatchObject({ meter: 'Lambda requests', unitPrice: 0.000002, source: 'user' });
    expect(own.sources.user).toEqual({ title: 'Your own price', asOf: '2026-11-21' });
    expect(own.bills.function.totalUsd - assessCost(input).bills.function.totalUsd).toBeCloseTo(12 * 1.8, 6);
  });

  it('come with what every platform’s bill is worked out from', () => {
    const { usage, bills } = assess(
      { traffic: { requestsPerMonth: 1e6, shape: 'steady' } },
      measured(10, 10),
    );
    if (usage === undefined) throw new Error('no usage');
    const lambda = billOf('aws_lambda', undefined, usage, { off: ['egress'] });
    expect(lambda.totalUsd).toBeCloseTo(bills.function.totalUsd, 6);
  });
});
