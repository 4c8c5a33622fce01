import { describe, expect, it } from 'vitest';
import { fixtureSamples } from '../report/fixture-samples.ts';
import { fixturePlan, fixtureWorkload } from '../report/fixture-workload.ts';
import { seededRandom } from '../units.ts';
import { TRAFFIC_SHAPES, type Workload } from '../workload/workload.ts';
import { assessCost } from './assess.ts';
import { told } from './break-even.ts';
import { type CostMeasurement, costMeasurement } from './measurement.ts';
import { withPrice } from './sheets/book.ts';
import { defaultPriceBook } from './sheets/default-book.ts';

const measured = (warm: number, handler: number, spread = 0): CostMeasurement => ({
  warmMs: { value: warm, interval: [warm - spread, warm + spread], samples: 100 },
  durationsMs: [warm],
  initMs: { value: 100, interval: [100, 100], samples: 9 },
  measuredColdShare: 0.05,
  containerHandlerMs: { value: handler, interval: [handler - spread, handler + spread], samples: 100 },
  sustainedPerReplica: { value: 20, interval: [20, 20] },
});
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const workload = (change: Partial<Workload> = {}): Workload => ({ ...fixtureWorkload, ...change });
const assess = (change: Partial<Workload>, measurement: CostMeasurement) =>
  assessed({ workload: workload(change), plan: fixturePlan, measurement });

/** The assessment with the bills of its function and its container. */
function assessed(input: Parameters<typeof assessCost>[0]) {
  const { bills, cost } = assessCost(input);
  const { a: fn, b: container } = bills;
  if (fn === undefined || container === undefined) throw new Error('A bill is missing.');
  return { ...cost, bills: { function: fn, container } };
}

describe('assessCost', () => {
  it('bills what the samples of a run show', () => {
    const measurement = costMeasurement(fixtureSamples(), fixturePlan);
    const cost = assess({}, measurement);
    const { function: fn, container } = cost.bills;
    // 12M requests: $2.40 requests + $12 HTTP API + 12M x ~10.6 ms x 0.5 GB x $1.66667e-5 + 2 KiB each x $0.09 a GB.
    const duration = (12e6 * mean(measurement.durationsMs.map(Math.ceil)) * 0.5 * 1.66667e-5) / 1000;
    const egress = ((12e6 * 2048) / 1024 ** 3) * 0.09;
    expect(fn.totalUsd).toBeCloseTo(14.4 + duration + egress, 1);
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
    const duration = bills.function.lines.find((line) => line.meter === 'Lambda duration (x86)');
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
    const blind = { ...measured(0, 0), warmMs: null, durationsMs: [] };
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
      expect(point.usd.a).toBeGreaterThanOrEqual(curve[index - 1]?.usd.a ?? 0);
      expect(point.usd.b).toBeGreaterThanOrEqual(curve[index - 1]?.usd.b ?? 0);
    }
  });
});

describe('firstBreakEven', () => {
  const point = (requestsPerMonth: number, kind: 'equal' | 'step', cheaperAbove: 'first' | 'second') => ({
    ...{ requestsPerMonth, ratePerSecond: requestsPerMonth / (730 * 3600), usd: 50, otherUsd: 50 },
    ...{ kind, cheaperAbove },
  });
  const cheaper = (low: 'first' | 'second') => ({ low, high: low });

  it('says why there is none', () => {
    const none = (low: 'first' | 'second') => told({ points: [], more: 0, cheaper: cheaper(low) });
    expect(none('first')).toEqual({
      point: null,
      reason: expect.stringMatching(/^Functions are cheaper at/),
    });
    expect(none('second').reason).toMatch(/^Containers are cheaper at every rate/);
  });

  it('is the first of several crossings and says that there are more', () => {
    const points = [point(50e6, 'equal', 'second'), point(60e6, 'step', 'first')];
    const { point: first, reason } = told({ points, more: 0, cheaper: cheaper('first') });
    expect(first).toEqual({
      requestsPerMonth: 50e6,
      ratePerSecond: 50e6 / (730 * 3600),
      usd: 50,
      kind: 'equal',
    });
    expect(reason).toBe(
      'Below this rate functions are cheaper, above it containers are. Tasks come in whole numbers, so the bills cross 2 times; this is the first.',
    );
    expect(told({ points, more: 7, cheaper: cheaper('first') }).reason).toContain('at least 9 times');
  });

  it('tells a step from a place where both bills are equal', () => {
    const { reason } = told({ points: [point(60e6, 'step', 'first')], more: 0, cheaper: cheaper('second') });
    expect(reason).toBe(
      'Below this rate containers are cheaper, above it functions are. One more task turns the order over there: the bills are equal at no rate nearby.',
    );
  });

  it('is where both bills of the report meet to a cent, over random workloads', () => {
    const random = seededRandom(11);
    let met = 0;
    for (let trial = 0; trial < 12; trial++) {
      const shape = TRAFFIC_SHAPES[Math.floor(random() * TRAFFIC_SHAPES.length)] ?? 'steady';
      const memoryMiB = 128 + Math.floor(random() * 3000);
      const run = measured(1 + random() * 400, 1 + random() * 200);
      const at = (requestsPerMonth: number) =>
        assess({ memoryMiB, traffic: { requestsPerMonth, shape } }, run);
      const breakEven = at(1e6).breakEvens[0]?.point;
      if (breakEven?.kind !== 'equal') continue;
      met++;
      const { function: fn, container } = at(breakEven.requestsPerMonth).bills;
      expect(Math.abs(fn.totalUsd - container.totalUsd)).toBeLessThanOrEqual(0.01);
      expect(fn.totalUsd).toBeCloseTo(breakEven.usd, 2);
    }
    expect(met).toBeGreaterThan(5);
  });
});

describe('the prices of a report', () => {
  it('are those in use: a price of the user moves the bill and is named as the source', () => {
    const change = { key: 'aws_lambda@us-east-1', meter: 'requests', price: '2', day: '2026-11-21' };
    const input = { workload: workload(), plan: fixturePlan, measurement: measured(10, 10) };
    const own = assessed({ ...input, book: withPrice(defaultPriceBook(), change) });
    const line = own.bills.function.lines[0];
    expect(line).toMatchObject({
      meter: 'Lambda requests',
      unitPrice: 2,
      priceUnit: 'per 1,000,000 requests',
      source: 'user',
    });
    expect(own.sources.user).toEqual({ title: 'Your own price', asOf: '2026-11-21' });
    expect(own.bills.function.totalUsd - assessed(input).bills.function.totalUsd).toBeCloseTo(12 * 1.8, 6);
  });
});
