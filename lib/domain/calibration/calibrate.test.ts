import { describe, expect, it } from 'vitest';
import { ID } from '../execution/testing/sample.ts';
import { bySide } from '../report/by-side.ts';
import { fixtureReport } from '../report/fixture.ts';
import { fixtureSamples } from '../report/fixture-samples.ts';
import { FunctionPlatform } from '../simulation/input.ts';
import { simulateNow } from '../simulation/simulate.ts';
import { calibrate } from './calibrate.ts';

const samples = fixtureSamples();
const calibration = calibrate(fixtureReport(), samples);

describe('calibrate', () => {
  it('takes the arrivals of each side as they were scheduled, from 0', () => {
    for (const side of ['function', 'container'] as const) {
      const { arrivalsMs, measured } = calibration.sides[side];
      expect(arrivalsMs).toHaveLength(measured.requests);
      expect(arrivalsMs[0]).toBe(0);
      expect(arrivalsMs.every((at, index) => at >= (arrivalsMs[index - 1] ?? 0))).toBe(true);
    }
  });

  it('keeps warm service and cold starts apart', () => {
    const { serviceMs, initMs, measured } = calibration.sides.function;
    expect(initMs).toHaveLength(measured.cold);
    expect(serviceMs).toHaveLength(measured.good - measured.cold);
    // The model behind the samples: handler around 9.5 ms, init around 62 ms.
    const middle = (values: readonly number[]) => values[Math.floor(values.length / 2)] ?? 0;
    expect(middle(serviceMs)).toBeGreaterThan(8);
    expect(middle(serviceMs)).toBeLessThan(15);
    expect(middle(initMs)).toBeGreaterThan(45);
    expect(middle(initMs)).toBeLessThan(85);
  });

  it('thins a long run and keeps its slowest request', () => {
    const first = samples.find(({ candidate, cold }) => candidate === ID.function && !cold);
    if (!first) throw new Error('The fixture has a warm request.');
    const many = Array.from({ length: 5000 }, (_, index) => ({
      ...first,
      index,
      queued: 0,
      scheduledAt: index,
      sentAt: index,
      receivedAt: index + (index === 4999 ? 700 : 5),
    }));
    const { serviceMs } = calibrate(fixtureReport(), [
      ...many,
      ...samples.filter(({ candidate }) => candidate === ID.container),
    ]).sides.function;
    expect(serviceMs).toHaveLength(2000);
    expect(serviceMs.at(-1)).toBe(700);
  });

  it('does not take for service what waited inside a replica', () => {
    const base = samples.find(({ candidate, cold }) => candidate === ID.container && !cold);
    if (!base) throw new Error('The fixture has a warm request.');
    // Ten at once, one after another, 20 ms each; then one alone.
    const burst = Array.from({ length: 11 }, (_, index) => {
      const sentAt = index === 10 ? 1000 : 0;
      const receivedAt = index === 10 ? 1020 : 20 * (index + 1);
      return { ...base, index, scheduledAt: sentAt, sentAt, receivedAt, queued: 0, handler: 18 };
    });
    const functions = samples.filter(({ candidate }) => candidate === ID.function);
    const { sides, placesPerReplica } = calibrate(fixtureReport(), [...functions, ...burst]);
    expect(placesPerReplica).toBe(1);
    expect(sides.container.serviceMs).toEqual(Array.from({ length: 11 }, () => 20));
    expect(sides.container.measured.max).toBe(200);
  });

  it('leaves the warm-up out, as the report does, but for its starts and what it left warm', () => {
    // Four requests of each side before the first block, ten times as slow; two of them start an environment.
    const warmUp = (['function', 'container'] as const).flatMap((side) =>
      [0, 1, 2, 3].map((n) => {
        const base = samples.find((one) => one.candidate === ID[side] && !one.cold);
        if (!base) throw new Error('The fixture has a warm request.');
        const start = side === 'function' && n < 2;
        const times = {
          scheduledAt: -900 + n,
          sentAt: -900 + n,
          receivedAt: -500 + n,
          queued: 0,
          handler: 300,
        };
        const where = {
          instanceId: start ? `early-${n}` : base.instanceId,
          cold: start,
          init: start ? 100 : 0,
        };
        return { ...base, ...times, ...where, index: n - 4, block: -1 };
      }),
    );
    const report = fixtureReport();
    const { sides, placesPerReplica } = calibrate(report, [...warmUp, ...samples]);
    expect(placesPerReplica).toBe(calibration.placesPerReplica);
    for (const side of ['function', 'container'] as const) {
      const { initMs, ...rest } = sides[side];
      const { initMs: before, ...same } = calibration.sides[side];
      expect(rest).toEqual(same);
      expect(initMs.length - before.length).toBe(side === 'function' ? 2 : 0);
      expect(rest.measured.requests).toBe(bySide(report)[side].requests);
      expect(rest.measured.cold).toBe(bySide(report)[side].cold.count);
    }
  });

  it('begins with the environments that the warm-up left', () => {
    const early = samples.map((one) => ({ ...one, block: one.sentAt < 1000 ? -1 : one.block }));
    const { warmAtStart, measured } = calibrate(fixtureReport(), early).sides.function;
    expect(warmAtStart).toBeGreaterThan(0);
    expect(warmAtStart).toBeLessThanOrEqual(measured.peakInstances);
    expect(calibration.sides.function.warmAtStart).toBe(0);
  });

  it('bills on average what the run was billed, its warm-up left out, whatever was on the way', () => {
    const base = samples.find(({ candidate, cold }) => candidate === ID.function && !cold);
    if (!base) throw new Error('The fixture has a warm request.');
    // Handlers of 2.5 to 6.4 ms and 5 to 8 ms on the way; the warm-up's are ten times as slow.
    const functions = Array.from({ length: 400 }, (_, index) => {
      const slow = index < 20 ? 10 : 1;
      const handler = slow * (2.5 + (index % 40) / 10);
      const receivedAt = 50 * index + handler + 5 + (index % 7) / 2;
      const times = { scheduledAt: 50 * index, sentAt: 50 * index, receivedAt, queued: 0, init: 0 };
      return { ...base, ...times, index, handler, billed: Math.ceil(handler), block: index < 20 ? -1 : 0 };
    });
    const measured = functions.filter(({ block }) => block === 0);
    const billed = measured.reduce((sum, one) => sum + one.billed, 0) / measured.length;
    const containers = samples.filter(({ candidate }) => candidate === ID.container);
    const { sides } = calibrate(fixtureReport(), [...functions, ...containers]);
    const { serviceMs, unbilledMs } = sides.function;
    const { usage, latency } = simulateNow({
      arrivals: { kind: 'constant', ratePerSecond: 10 },
      platform: FunctionPlatform.parse({
        kind: 'functions',
        warm: { kind: 'empirical', valuesMs: serviceMs },
        init: { kind: 'fixed', ms: 0 },
        unbilledMs,
      }),
      requests: 50_000,
      seed: 1,
    });
    expect(usage.billedMs / usage.requests / billed).toBeGreaterThan(0.97);
    expect(usage.billedMs / usage.requests / billed).toBeLessThan(1.03);
    expect(latency.warm.p50).toBeGreaterThan(10);
    expect(sides.container.unbilledMs).toBe(0);
  });

  it('says why when there is nothing to calibrate from', () => {
    expect(() => calibrate(fixtureReport(), [])).toThrow(/raw samples of this run are gone/);
    const report = fixtureReport();
    const long = { ...report, workload: { ...report.workload, durationSeconds: 3600 } };
    expect(() => calibrate(long, [])).toThrow(/A request takes 60 min as described/);
    const cold = samples.map((sample) => ({ ...sample, cold: true }));
    expect(() => calibrate(fixtureReport(), cold)).toThrow(/No warm request of the function side/);
  });
});
