import { describe, expect, it } from 'vitest';
import { calibrate } from '#lib/domain/calibration/calibrate.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { fixtureSamples } from '#lib/domain/report/fixture-samples.ts';
import { SimulationInput } from '#lib/domain/simulation/input.ts';
import { ADDRESS, type Address, NO_LIMIT, SCALINGS } from './address.ts';
import { ASSUMED_BASE, calibratedBase, originOf } from './base.ts';
import { throughPercentiles } from './distributions.ts';
import { FIELD_KEYS, fieldOf } from './fields.ts';
import { scenarioOf } from './scenario.ts';
import { settledAt } from './settled.ts';
import { KINDS, TRAFFIC_KINDS } from './traffic-kinds.ts';

const address = (changes: Partial<Address> = {}): Address => ({
  ...(Object.fromEntries(Object.keys(ADDRESS).map((key) => [key, null])) as Address),
  ...changes,
});
const scenario = (changes: Partial<Address> = {}) => scenarioOf(ASSUMED_BASE, address(changes));

describe('a target per replica', () => {
  it('is that of the field, and a simulation begins with the replicas that it leads to', () => {
    const { container } = scenario({ scale: 'keda', each: 2, n: 1, nmax: 50, cs: 500, cs99: 500 });
    expect(container).toMatchObject({
      scaling: {
        kind: 'hpa',
        metric: { kind: 'total', of: 'concurrency', target: 2, targetType: 'average-value' },
      },
    });
    // 40/s of half a second are 20 in progress: 10 replicas of 2.
    expect(settledAt(container, 40)).toMatchObject({ scaling: { initial: 10 } });
  });
});

describe('fields', () => {
  it('every one begins inside its own bounds and is explained', () => {
    for (const key of FIELD_KEYS) {
      const { start, least, most, description } = fieldOf(key);
      expect(start ?? least, key).toBeGreaterThanOrEqual(least);
      expect(start ?? least, key).toBeLessThanOrEqual(most);
      expect(description.length, key).toBeGreaterThan(10);
    }
  });

  it('names what cannot be meant and goes on with the nearest that can', () => {
    const { fields } = scenario({ ka: Number.NaN, seed: 1.5, n: 0 });
    expect(fields.ka).toMatchObject({ value: 600, problem: 'This is not a number.' });
    expect(fields.seed).toMatchObject({ value: 2, problem: 'A whole number only.' });
    expect(fields.n).toMatchObject({ value: 1, problem: 'At least 1.' });
  });

  it('keeps the slowest 1% above the half: moved along, or named when it was typed', () => {
    expect(scenario({ fw: 600 }).fields.fw99).toMatchObject({ value: 1800, problem: null });
    expect(scenario({ fw: 600, fw99: 100 }).fields.fw99).toMatchObject({
      value: 600,
      problem: 'At least 600.',
    });
  });
});

describe('scenarioOf', () => {
  it('makes an input that the simulator takes, for every kind of traffic and every choice', () => {
    for (const t of TRAFFIC_KINDS.filter((kind) => kind !== 'trace')) {
      for (const scale of SCALINGS) {
        const {
          pattern,
          function: fn,
          container,
          durationMs,
          seed,
        } = scenario({ t, scale, kad: 'exponential' });
        for (const platform of [fn, container]) {
          expect(
            () => SimulationInput.parse({ arrivals: pattern, platform, durationMs, seed }),
            `${t} ${scale}`,
          ).not.toThrow();
        }
      }
    }
    expect(Object.keys(KINDS)).toHaveLength(TRAFFIC_KINDS.length - 1);
  });

  it('leaves out the limits that were taken away', () => {
    const { function: fn, container } = scenario({
      fmax: NO_LIMIT,
      burst: NO_LIMIT,
      q: NO_LIMIT,
      qt: NO_LIMIT,
    });
    expect(Object.keys(fn)).not.toEqual(expect.arrayContaining(['maxConcurrency']));
    expect(fn).not.toHaveProperty('burst');
    expect(container).not.toHaveProperty('queueLimit');
    expect(container).not.toHaveProperty('queueTimeoutMs');
  });

  it('simulates an instance with several requests at once as one with places, started on demand', () => {
    expect(scenario({ fc: 8, fmax: 100 }).function).toMatchObject({
      kind: 'replicas',
      concurrency: 8,
      scaling: { kind: 'on-demand', initial: 0, max: 13 },
    });
  });
});

describe('a calibrated base', () => {
  const calibration = calibrate(fixtureReport(), fixtureSamples());
  const base = calibratedBase(calibration);

  it.each([
    ['bursts', 2_000_000, 730],
    ['office-hours', 100_000_000, 168],
    ['steady', 1e10, 24],
  ] as const)(
    'begins with the described month, %s, %d requests, for %d hours',
    (shape, requestsPerMonth, hours) => {
      const described = { requestsPerMonth, shape };
      const begun = scenarioOf(calibratedBase({ ...calibration, described }), address());
      expect(begun.pattern).toEqual({ kind: 'month', ...described });
      expect(begun.durationMs).toBe(hours * 3_600_000);
    },
  );

  it('is that of the workload, whatever rate the run was sent at', () => {
    expect(calibration.described).toEqual(fixtureReport().workload.traffic);
  });

  it('uses the measured values one by one until a time is typed', () => {
    expect(scenarioOf(base, address()).function).toMatchObject({
      warm: { kind: 'empirical' },
      init: { kind: 'empirical' },
    });
    expect(scenarioOf(base, address({ fw: 20 })).function).toMatchObject({
      warm: { kind: 'lognormal', medianMs: 20 },
    });
  });

  it('says what was measured, set for the run, and assumed', () => {
    expect(originOf(base, 'fw')).toBe('measured');
    expect(originOf(base, 'rm')).toBe('described');
    expect(originOf(base, 'n')).toBe('of the run');
    expect(originOf(base, 'ka')).toBe('assumed');
    expect(originOf(base, 'x')).toBeNull();
  });
});

describe('throughPercentiles', () => {
  it('goes through both', () => {
    const made = throughPercentiles(100, 300);
    if (made.kind !== 'lognormal') throw new Error('A spread makes it log-normal.');
    expect(made.medianMs * Math.exp(made.sigma * 2.3263478740408408)).toBeCloseTo(300, 9);
    expect(throughPercentiles(100, 100)).toEqual({ kind: 'fixed', ms: 100 });
    expect(throughPercentiles(0, 10)).toEqual({ kind: 'fixed', ms: 0 });
  });
});
