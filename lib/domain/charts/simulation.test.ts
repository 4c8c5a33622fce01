import { describe, expect, it } from 'vitest';
import { containerMonth, functionMonth } from '../calibration/simulated-bill.ts';
import { TrafficPattern, type TrafficPatternInput } from '../load/pattern.ts';
import { SimulationInput, type SimulationInputDraft } from '../simulation/input.ts';
import type { SimulationResult } from '../simulation/result.ts';
import { simulateNow } from '../simulation/simulate.ts';
import { prepareSimulatedDistribution } from './simulation-distribution.ts';
import { growthCell } from './simulation-growth.ts';
import { clock, timeAxis } from './simulation-line.ts';
import { differenceOf, simulationGroups, simulationSentence } from './simulation-rows.ts';
import { prepareColdShare, prepareInstances } from './simulation-series.ts';
import { prepareTraffic, rateAt, requestsOf } from './simulation-traffic.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const simulated = (platform: SimulationInputDraft['platform'], atMs?: number[]): SimulationResult =>
  simulateNow(
    SimulationInput.parse({
      arrivals: atMs ? { kind: 'times', atMs } : { kind: 'poisson', ratePerSecond: 1 },
      platform,
      durationMs: HOUR,
      seed: 1,
    }),
  );

const functions: SimulationInputDraft['platform'] = {
  kind: 'functions',
  warm: { kind: 'fixed', ms: 100 },
  init: { kind: 'fixed', ms: 400 },
  keepAlive: { kind: 'fixed', ms: 20_000 },
  memoryMiB: 1024,
};
const replicas: SimulationInputDraft['platform'] = {
  kind: 'replicas',
  service: { kind: 'fixed', ms: 100 },
  scaling: { kind: 'fixed', replicas: 3 },
  memoryMiB: 1024,
};
const both = { function: simulated(functions), container: simulated(replicas) };
const months = {
  function: functionMonth(both.function),
  container: containerMonth(both.container, { vcpu: 0.5, minimum: 3 }),
};

describe('a simulated month', () => {
  it('is 730 hours of the same requests at the billed time, by the calculator of every bill', () => {
    const { requests, usage } = both.function;
    expect(months.function.requests).toBeCloseTo(requests * 730, 6);
    expect(months.function.gbSeconds).toBeCloseTo(usage.gbSeconds * 730, 6);
    const month = requests * 730;
    // $0.20 a million, 1 GB for the billed time, $1.00 a million for the HTTP API, 2 KiB of egress each.
    const expected =
      month * 0.2e-6 +
      ((month * usage.billedMs) / requests / 1000) * 0.0000166667 +
      month * 1e-6 +
      ((month * 2048) / 1024 ** 3) * 0.09;
    expect(months.function.bill.totalUsd).toBeCloseTo(expected, 6);
  });

  it('holds three replicas all month', () => {
    expect(months.container.gbSeconds).toBeCloseTo(3 * 730 * 3600, 3);
  });
});

describe('the distribution', () => {
  const model = prepareSimulatedDistribution(both);
  const [fn] = model.lines;

  it('never falls, and tells the share of each time', () => {
    const heights = (fn?.values ?? []).filter((value) => value !== null);
    expect(heights.every((height, index) => height >= (heights[index - 1] ?? 0))).toBe(true);
    const row = model.table.rows.find(([share]) => share === '50%');
    expect(row).toEqual(['50%', '100 ms', '100 ms']);
  });

  it('is dashed: nothing of it was measured', () => {
    expect(model.lines.every(({ dash }) => dash !== null)).toBe(true);
  });
});

describe('over time', () => {
  it('the mean of the steps is the mean of the simulation', () => {
    for (const [index, side] of (['function', 'container'] as const).entries()) {
      const values = (prepareInstances(both).lines[index]?.values ?? []).map((value) => value ?? 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeCloseTo(both[side].meanInstances.value, 6);
    }
  });

  it('says one replica, and three replicas', () => {
    const one = simulated({ ...replicas, scaling: { kind: 'fixed', replicas: 1 } });
    expect(prepareInstances(both).summary).toContain('Containers: 3 replicas on average, 3 at most.');
    const { summary } = prepareInstances({ ...both, container: one });
    expect(summary).toContain('Containers: 1 replica on average, 1 at most.');
  });

  it('a stretch without requests has no cold-start probability', () => {
    const late = simulated(functions, [0, 3_500_000]);
    const values = prepareColdShare({ ...both, function: late }).lines[0]?.values ?? [];
    expect(values.filter((value) => value === 1)).toHaveLength(2);
    expect(values.filter((value) => value === null).length).toBeGreaterThan(100);
  });
});

describe('rows', () => {
  it('write the difference out and claim none that chance explains', () => {
    expect(differenceOf(310, 100, 'slower')).toBe('Functions 3.1 times slower');
    expect(differenceOf(100, 105, 'slower')).toBe('Containers 5% slower');
    expect(differenceOf(100, 101, 'slower')).toBe('the same within 2%');
    expect(differenceOf(0, 0, 'as many')).toBe('the same');
    expect(differenceOf(0.1, 0, 'as likely')).toBe('only functions');
    const wide = (value: number) => ({ value, interval: [value - 1, value + 1] as const, samples: 9 });
    expect(differenceOf(wide(2), wide(3), 'as many')).toBe('no clear difference');
  });

  it('say everything of both sides', () => {
    const groups = simulationGroups(both, months);
    expect(groups.map(({ rows }) => rows.length)).toEqual([4, 4, 3, 2]);
    expect(simulationSentence(both, months)).toMatch(/^Of .* simulated requests .*%.*\$.* more a month\.$/);
  });

  it('give no time of answers that there were not', () => {
    const latency = { count: 0, p50: null, p95: null, p99: null, p999: null, max: null };
    const silent = {
      ...both,
      container: { ...both.container, latency: { ...both.container.latency, all: latency } },
    };
    const times = simulationGroups(silent, months)[0]?.rows ?? [];
    expect(times.map(({ values }) => values.container.text)).toEqual(['–', '–', '–', '–']);
    expect(times.map(({ difference }) => difference)).toEqual(['–', '–', '–', '–']);
    expect(simulationSentence(silent, months)).toContain('containers answer none of them.');
    expect(growthCell({ factor: 1, results: silent, months, reduced: null }, 'container').p99).toBe('–');
  });
});

describe('traffic', () => {
  const chart = (pattern: TrafficPatternInput, ms: number) =>
    prepareTraffic(TrafficPattern.parse(pattern), ms);

  it.each<[string, TrafficPatternInput, number, number, number]>([
    ['constant', { kind: 'constant', ratePerSecond: 3 }, HOUR, 3, 3],
    ['a ramp', { kind: 'ramp', fromPerSecond: 0, toPerSecond: 10, seconds: 3600 }, HOUR, 5, 10],
    [
      'bursts',
      { kind: 'on-off', onPerSecond: 12, offPerSecond: 0, onSeconds: 60, offSeconds: 60 },
      HOUR,
      6,
      12,
    ],
    [
      'a spike',
      { kind: 'spike', basePerSecond: 1, peakPerSecond: 11, afterSeconds: 60, holdSeconds: 60 },
      600_000,
      2,
      11,
    ],
  ])('%s: mean and peak of what will be simulated', (_, pattern, ms, average, peak) => {
    const made = chart(pattern, ms);
    expect(made.average).toBeCloseTo(average, 6);
    expect(made.peak).toBeCloseTo(peak, 6);
    expect(made.requests).toBeCloseTo((average * ms) / 1000, 6);
  });

  it('a week of days has its average, and a year of it shows one week', () => {
    const made = chart({ kind: 'diurnal', averagePerSecond: 2 }, 365 * DAY);
    expect(made.x.domain[1]).toBe(7 * DAY);
    expect(made.summary).toContain('The first 7 d of 365 d are drawn.');
    expect(requestsOf(TrafficPattern.parse({ kind: 'diurnal', averagePerSecond: 2 }), 7 * DAY)).toBeCloseTo(
      2 * 604_800,
      3,
    );
  });

  it('recorded counts keep their sum and their place', () => {
    const made = prepareTraffic(
      { kind: 'counts', intervalMs: 60_000, counts: [60, 0, 120], spacing: 'poisson', copies: 2, repeats: 1 },
      1,
    );
    expect(made.requests).toBe(360);
    expect(made.peak).toBe(4);
    expect(rateAt(made.points, 30_000)).toBe(2);
    expect(rateAt(made.points, 90_000)).toBe(0);
  });

  it('recorded instants too, also a single one', () => {
    expect(prepareTraffic({ kind: 'times', atMs: [0, 10, 1000], copies: 1, repeats: 1 }, 1).requests).toBe(3);
    expect(prepareTraffic({ kind: 'times', atMs: [0], copies: 1, repeats: 1 }, 1).requests).toBe(1);
  });
});

describe('a time axis', () => {
  it('counts in what people count in', () => {
    expect(timeAxis(7 * DAY).ticks.map(({ label }) => label)).toEqual([
      '0',
      '1 d',
      '2 d',
      '3 d',
      '4 d',
      '5 d',
      '6 d',
      '7 d',
    ]);
    expect(timeAxis(HOUR).ticks.map(({ at }) => at / 60_000)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(clock(90_000)).toBe('90 s');
  });
});
