import { describe, expect, it } from 'vitest';
import { ownOf } from '../../execution/candidate.ts';
import type { Side } from '../../execution/executor.ts';
import type { Sample } from '../../execution/sample.ts';
import { ID, sampleWith } from '../../execution/testing/sample.ts';
import { WARM_UP_BLOCK } from '../../experiment/plan.ts';
import { fixtureSamples } from '../../report/fixture-samples.ts';
import { fixturePlan } from '../../report/fixture-workload.ts';
import { simulateNow } from '../simulate.ts';
import { type Calibration, calibrate, type MeasuredRun, mostAtOnce, serviceOf } from './calibrate.ts';
import { type ComparisonRow, compare } from './compare.ts';
import { extrapolate, perMonth } from './extrapolate.ts';

const runOf = (side: Side, samples: readonly Sample[] = fixtureSamples()): MeasuredRun => ({
  side,
  samples: ownOf(ID[side], samples),
  plan: fixturePlan,
  memoryMiB: 512,
});
function calibrated(run: MeasuredRun): Calibration {
  const calibration = calibrate(run);
  if (calibration === null) throw new Error('Nothing was served.');
  return calibration;
}
function compared(run: MeasuredRun, runs = 10): ComparisonRow[] {
  const steps = compare(run, calibrated(run), runs);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

describe('calibrate', () => {
  it('repeats the requests of its side at their times', () => {
    const { input } = calibrated(runOf('function'));
    const own = fixtureSamples().filter(({ candidate }) => candidate === ID.function);
    const first = own[0]?.scheduledAt ?? 0;
    expect(input.arrivals.kind === 'times' && input.arrivals.atMs).toEqual(
      own.map((one) => one.scheduledAt - first),
    );
    expect(simulateNow(input).requests).toBe(own.length);
  });

  it('takes service without waiting and init, and inits apart', () => {
    const samples = [
      sampleWith({ receivedAt: 130, init: 100, queued: 5, cold: true, instanceId: 'a' }),
      sampleWith({ index: 1, scheduledAt: 200, sentAt: 201, receivedAt: 221, instanceId: 'a' }),
    ];
    expect(samples.map(serviceOf)).toEqual([25, 20]);
    const { platform } = calibrated(runOf('function', samples)).input;
    expect(platform).toMatchObject({
      kind: 'functions',
      warm: { valuesMs: [20] },
      init: { valuesMs: [100] },
      warmAtStart: 0,
      keepAlive: { ms: fixturePlan.keepAliveSeconds * 1000 },
      maxConcurrency: fixturePlan.maxConcurrency,
    });
  });

  it('has the instances of the warm-up there at the start, and its inits among the others', () => {
    const samples = [
      sampleWith({ block: WARM_UP_BLOCK, receivedAt: 90, init: 80, cold: true }),
      sampleWith({ scheduledAt: 1000, sentAt: 1000, receivedAt: 1010 }),
    ];
    const { input } = calibrated(runOf('function', samples));
    expect(input.platform).toMatchObject({ warmAtStart: 1, init: { valuesMs: [80] } });
    expect(simulateNow(input)).toMatchObject({ requests: 1, cold: 0 });
  });

  it('says what was not measured', () => {
    const { notes } = calibrated(runOf('function', [sampleWith({})]));
    expect(notes.join(' ')).toContain('No init was measured');
    expect(calibrated(runOf('container')).notes.join(' ')).toContain('No start of a replica was measured');
  });

  it('is null when nothing was served', () => {
    expect(calibrate(runOf('function', []))).toBeNull();
    expect(calibrate(runOf('function', [sampleWith({ outcome: 'throttled' })]))).toBeNull();
  });

  it('counts how many a replica served at once', () => {
    const at = (from: number, to: number, instanceId = 'one') =>
      sampleWith({ candidate: ID.container, sentAt: from, scheduledAt: from, receivedAt: to, instanceId });
    expect(mostAtOnce([at(0, 10), at(10, 20), at(20, 30)])).toBe(1);
    expect(mostAtOnce([at(0, 10), at(5, 20), at(8, 30)])).toBe(3);
    expect(mostAtOnce([at(0, 10), at(5, 20, 'two')])).toBe(1);
  });
});

describe('simulated beside measured', () => {
  it.each(['function', 'container'] as const)('agrees with the run it was calibrated on (%s)', (side) => {
    const rows = compared(runOf(side));
    expect(rows.map((row) => row.figure)).toEqual([
      'latency p50',
      'latency p95',
      'latency p99',
      'cold starts',
      'throttled',
      'instances used',
    ]);
    expect(rows.filter((row) => row.agrees === false)).toEqual([]);
    const [p50] = rows;
    expect(Math.abs(p50?.error ?? 1)).toBeLessThan(0.05);
  });

  it('shows it where the model is not like the run', () => {
    // A generator that sends 50 ms late: in the measured latency, but in no service time.
    const slow = fixtureSamples().map((one) =>
      one.candidate === ID.function ? { ...one, scheduledAt: one.scheduledAt - 50 } : one,
    );
    const rows = compared(runOf('function', slow));
    expect(rows[0]?.agrees).toBe(false);
    expect(rows[0]?.error).toBeLessThan(-0.5);
  });

  it('has no measured p99 where the run is too short for one', () => {
    const few = fixtureSamples()
      .filter(({ candidate }) => candidate === ID.function)
      .slice(0, 20);
    const p99 = compared(runOf('function', few), 3).find((row) => row.figure === 'latency p99');
    expect(p99).toMatchObject({ measured: null, error: null, agrees: null });
  });

  it('tells progress and can be left', () => {
    const run = runOf('function');
    const steps = compare(run, calibrated(run), 5);
    expect(steps.next().value).toEqual({ done: 1, of: 5 });
    expect(steps.next().value).toEqual({ done: 2, of: 5 });
  });
});

describe('extrapolate', () => {
  it('a thousand times the traffic of functions: the same service, more instances, few cold starts', () => {
    const calibration = calibrated(runOf('function'));
    const { input, notes } = extrapolate(calibration, { factor: 1000, durationMs: 30_000 });
    const result = simulateNow(input);
    expect(result.requests / 30).toBeGreaterThan(19_500);
    expect(result.requests / 30).toBeLessThan(20_500);
    // Little's law: 20,000/s of about 10 ms.
    expect(result.meanBusyInstances.value).toBeGreaterThan(150);
    expect(result.coldStartProbability.value).toBeLessThan(0.002);
    expect(notes.join(' ')).toContain('Service and init times stay as measured');
  });

  it('is throttled at the account’s limit', () => {
    const { input } = extrapolate(calibrated(runOf('function')), {
      factor: 1000,
      durationMs: 10_000,
      maxConcurrency: 50,
    });
    const result = simulateNow(input);
    expect(result.usage.peakInstances).toBeLessThanOrEqual(50);
    expect(result.throttledShare.value).toBeGreaterThan(0.5);
  });

  it('a thousand times the traffic of containers: as many replicas as it takes', () => {
    const { input } = extrapolate(calibrated(runOf('container')), { factor: 1000, durationMs: 40_000 });
    const result = simulateNow(input);
    expect(result.meanInstances.value).toBeGreaterThan(50);
    expect(result.latency.all.p50).toBeLessThan(20);
  });

  it('takes another shape of traffic', () => {
    const arrivals = { kind: 'constant', ratePerSecond: 3 } as const;
    const { input } = extrapolate(calibrated(runOf('function')), {
      factor: 10,
      arrivals,
      durationMs: 10_000,
    });
    expect(simulateNow(input).requests).toBe(300);
  });

  it('makes a month of any length, and gives it to any price', () => {
    const { input } = extrapolate(calibrated(runOf('function')), { factor: 1, durationMs: 60_000 });
    const { usage } = simulateNow(input);
    const month = perMonth(usage);
    expect(month.requests / usage.requests).toBeCloseTo(730 * 60, 6);
    const price = ({ requests, gbSeconds }: typeof usage) => requests * 2e-7 + gbSeconds * 1.66667e-5;
    expect(price(month) / price(usage)).toBeCloseTo(730 * 60, 6);
  });
});
