import { describe, expect, it } from 'vitest';
import { FEWEST_POINTS } from './history.ts';
import { SimulationInput, type SimulationInputDraft } from './input.ts';
import { fromSimple, SimpleSimulation } from './simple.ts';
import { simulate, simulateInSteps, simulateNow } from './simulate.ts';

const functions = {
  kind: 'functions',
  warm: { kind: 'fixed', ms: 100 },
  init: { kind: 'fixed', ms: 400 },
} as const;
const input = (overrides: Partial<SimulationInputDraft>): SimulationInput =>
  SimulationInput.parse({
    arrivals: { kind: 'poisson', ratePerSecond: 2 },
    platform: functions,
    ...overrides,
  });
const keepAlive = (requests: number, seed = 1) =>
  fromSimple(
    SimpleSimulation.parse({
      arrivalPerSecond: 0.9,
      warmServiceSeconds: 1.991,
      coldServiceSeconds: 2.244,
      expirationSeconds: 600,
      requests,
      seed,
    }),
  );

describe('simulate', () => {
  it('means are over time: known arrivals by hand', () => {
    const result = simulateNow(
      input({
        arrivals: { kind: 'times', atMs: [0, 1000, 2000] },
        platform: { ...functions, keepAlive: { kind: 'fixed', ms: 5000 } },
        durationMs: 10_000,
      }),
    );
    // One instance from 0 to 2100 + 5000; busy 500 + 100 + 100; both over 10 s.
    expect(result.meanInstances.value).toBeCloseTo(0.71, 9);
    expect(result.meanBusyInstances.value).toBeCloseTo(0.07, 9);
    expect(result.meanIdleInstances.value).toBeCloseTo(0.64, 9);
    expect(result).toMatchObject({ requests: 3, cold: 1, simulatedMs: 10_000 });
    expect(result.usage).toMatchObject({ requests: 3, billedMs: 700, gbSeconds: 0.7, peakInstances: 1 });
    const span = result.series.find(({ fromMs }) => fromMs > 8000);
    expect(span?.instances).toBe(0);
  });

  it('repeats itself for a seed, and differs for another', () => {
    const run = (seed: number) => simulateNow(keepAlive(20_000, seed));
    expect(run(7)).toEqual(run(7));
    expect(run(7).simulatedMs).not.toBe(run(8).simulatedMs);
  });

  it('serves exactly the requests asked for, whatever their number', () => {
    for (const requests of [1, 2, 4095, 4096, 4097, 10_000])
      expect(simulateNow(keepAlive(requests)).requests).toBe(requests);
  });

  it('ends at the duration, also long after the last arrival', () => {
    const result = simulateNow(input({ durationMs: 60_000 }));
    expect(result.simulatedMs).toBe(60_000);
    expect(result.requests).toBeGreaterThan(80);
    const quiet = simulateNow(input({ arrivals: { kind: 'times', atMs: [5] }, durationMs: 1e9 }));
    expect(quiet.meanInstances.value).toBeCloseTo(600_500 / 1e9, 9);
  });

  it('has between 256 and 512 stretches that add up, however long it runs', () => {
    for (const requests of [1000, 30_000, 300_000]) {
      const { series, simulatedMs, requests: all, meanInstances } = simulateNow(keepAlive(requests));
      expect(series.length).toBeGreaterThanOrEqual(FEWEST_POINTS - 1);
      expect(series.length).toBeLessThanOrEqual(2 * FEWEST_POINTS);
      expect(series.reduce((sum, span) => sum + span.requests, 0)).toBe(all);
      const area = series.reduce((sum, span) => sum + span.instances * (span.toMs - span.fromMs), 0);
      expect(area / simulatedMs).toBeCloseTo(meanInstances.value, 6);
    }
  });

  it('follows the load: twice the requests in the peak of a day', () => {
    const { series } = simulateNow(
      input({ arrivals: { kind: 'diurnal', averagePerSecond: 5 }, durationMs: 7 * 86_400_000 }),
    );
    const night = series.filter(({ fromMs }) => (fromMs / 3_600_000) % 24 < 5 && fromMs < 4 * 86_400_000);
    const noon = series.filter(
      ({ fromMs }) => Math.floor((fromMs / 3_600_000) % 24) === 11 && fromMs < 4 * 86_400_000,
    );
    const rate = (spans: typeof series) =>
      spans.reduce((sum, span) => sum + span.ratePerSecond, 0) / spans.length;
    expect(rate(noon)).toBeGreaterThan(4 * rate(night));
  });

  it('tells progress, ascending to the end, and can be stopped', () => {
    const steps = simulate(keepAlive(1_000_000));
    const shares: number[] = [];
    for (let step = steps.next(); step.done !== true; step = steps.next()) shares.push(step.value.share);
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('stops in between when it is cancelled', async () => {
    const cancel = new AbortController();
    let steps = 0;
    const pause = async () => {
      if (++steps === 3) cancel.abort();
    };
    const run = simulateInSteps(keepAlive(1e9), { pause, signal: cancel.signal });
    await expect(run).rejects.toThrow(/abort/i);
    expect(steps).toBe(3);
  });

  it('gives in steps what it gives in one go', async () => {
    const result = await simulateInSteps(keepAlive(300_000), { pause: async () => {} });
    expect(result).toEqual(simulateNow(keepAlive(300_000)));
  });

  it('its 95% intervals hold the truth about 95 times in 100', () => {
    // Busy instances are known by Little's law: rate times mean service.
    const truth = 0.9 * 1.991;
    const runs = Array.from({ length: 100 }, (_, seed) => simulateNow(keepAlive(20_000, seed)));
    const hits = runs.filter(
      ({ meanBusyInstances: { interval } }) =>
        interval !== null && interval[0] <= truth && truth <= interval[1],
    ).length;
    // Binomial(100, 0.95): below 87 or all 100 is rarer than 1 in 100 each.
    expect(hits).toBeGreaterThanOrEqual(87);
  });
});

describe('SimulationInput', () => {
  const reasons = (document: unknown) =>
    SimulationInput.safeParse(document).error?.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    ) ?? [];

  it.each<[string, object, string]>([
    [
      'no end',
      { arrivals: { kind: 'poisson', ratePerSecond: 1 }, platform: functions },
      'requests: Say when to end',
    ],
    [
      'both ways to be cold',
      {
        arrivals: { kind: 'poisson', ratePerSecond: 1 },
        platform: { ...functions, cold: functions.warm },
        requests: 1,
      },
      'platform.init: Give either',
    ],
    [
      'arrivals out of order',
      { arrivals: { kind: 'times', atMs: [2, 1] }, platform: functions },
      'arrivals.atMs: The arrivals must be ascending',
    ],
    [
      'a rate of nothing',
      { arrivals: { kind: 'poisson', ratePerSecond: 0 }, platform: functions, requests: 1 },
      'arrivals.ratePerSecond: A rate is above 0',
    ],
    [
      'no such platform',
      { arrivals: { kind: 'poisson', ratePerSecond: 1 }, platform: { kind: 'mainframe' }, requests: 1 },
      'platform.kind',
    ],
  ])('names what is wrong: %s', (_, document, expected) => {
    expect(reasons(document).join('\n')).toContain(expected);
  });
});
