import { describe, expect, it } from 'vitest';
import { calibrate } from '#lib/domain/calibration/calibrate.ts';
import { prepareGrowth } from '#lib/domain/charts/simulation-growth.ts';
import { replayRows, replaySentence } from '#lib/domain/charts/simulation-replay.ts';
import { takeArrivals } from '#lib/domain/load/arrival-source.ts';
import type { TrafficPattern } from '#lib/domain/load/pattern.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { fixtureSamples } from '#lib/domain/report/fixture-samples.ts';
import { sourceOf } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import { ADDRESS, type Address } from './address.ts';
import { REPEATS, replayJobs } from './all-jobs.ts';
import { ASSUMED_BASE } from './base.ts';
import { compressArrivals } from './compress.ts';
import { FACTORS, growthJobs } from './growth-jobs.ts';
import { type FromWorker, type Job, runJobs } from './jobs.ts';
import { growthOf, isOutcome, jobsOf, outcomeOf, replaysOf } from './outcome.ts';
import { scenarioOf } from './scenario.ts';
import { heard, type JobsView } from './use-jobs.ts';

const address = (changes: Partial<Address>): Address => ({
  ...(Object.fromEntries(Object.keys(ADDRESS).map((key) => [key, null])) as Address),
  ...changes,
});
const scenario = (changes: Partial<Address>) => scenarioOf(ASSUMED_BASE, address(changes));
const short = scenario({ t: 'poisson', rate: 0.05, h: 1 });
const poisson: Arrivals = { kind: 'poisson', ratePerSecond: 0.05 };

function runAll(jobs: readonly Job[]) {
  const messages: FromWorker[] = [];
  let clock = 0;
  // A clock that goes on by itself, so that every chance to tell something is taken.
  runJobs(
    jobs,
    (message) => messages.push(message),
    () => (clock += 200),
  );
  const results = new Map<string, SimulationResult>();
  for (const message of messages) if (message.kind === 'result') results.set(message.key, message.result);
  return { messages, results };
}

describe('runJobs', () => {
  it('tells progress that only grows, a result for each job, and the end', () => {
    const big = scenario({ t: 'poisson', rate: 100, h: 1 });
    const { jobs } = jobsOf(big, { kind: 'poisson', ratePerSecond: 100 }, '');
    const { messages, results } = runAll(jobs.slice(0, 2));
    const shares = messages.flatMap((message) => (message.kind === 'progress' ? message.share : []));
    expect(shares.length).toBeGreaterThan(3);
    expect(shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1)).toBe(true);
    expect([...results.keys()]).toEqual(['main function', 'main container']);
    expect(messages.at(-1)).toMatchObject({ kind: 'done' });
  });

  it('tells a problem in words and stops', () => {
    const job: Job = {
      key: 'a',
      words: '',
      arrivals: { ...diurnal, averagePerSecond: 1000 },
      compression: 2,
      platform: short.function,
      durationMs: 30 * 86_400_000,
      seed: 1,
      expected: 1,
    };
    const { messages, results } = runAll([job, { ...job, key: 'b' }]);
    expect(results.size).toBe(0);
    expect(messages.at(-1)).toMatchObject({
      kind: 'problem',
      problem: { code: 'simulation-too-large', owner: 'yours' },
    });
  });
});

describe('outcome', () => {
  const { jobs, about } = jobsOf(short, poisson, 'mark');
  const { results } = runAll(jobs);

  it('is there when both sides are, with a bill by the cost model', () => {
    expect(outcomeOf(new Map([...results].slice(0, 1)), about)).toBeNull();
    const outcome = outcomeOf(results, about);
    if (outcome === null || !isOutcome(outcome)) throw new Error('Both sides are there.');
    expect(outcome.months.function.bill.totalUsd).toBeGreaterThan(0);
    expect(outcome.months.container.bill.totalUsd).toBeGreaterThan(outcome.months.function.bill.totalUsd);
  });

  it('is a problem when no such task is sold', () => {
    const large = scenario({ t: 'poisson', v: 0.25, m: 10_240 });
    const outcome = outcomeOf(results, {
      ...about,
      scenario: { ...large, numbers: { ...large.numbers, v: 64 } },
    });
    expect(outcome).toMatchObject({ code: 'size-not-sold' });
  });

  it('grows from the scenario itself to a thousand times', () => {
    const steps = growthOf(results, about);
    expect(steps.map(({ factor }) => factor)).toEqual([1, ...FACTORS]);
    const requests = steps.map(({ months }) => months.function.requests);
    expect((requests.at(-1) ?? 0) / (requests[0] ?? 1)).toBeGreaterThan(800);
    expect(prepareGrowth(steps)?.table.rows).toHaveLength(steps.length);
    expect(prepareGrowth(steps.slice(0, 1))).toBeNull();
  });
});

describe('growthJobs', () => {
  it('keeps the shape where it fits, else whole turns of it, else the mean rate and says so', () => {
    const reduced = (changes: Partial<Address>, arrivals: Arrivals, factor: number) =>
      growthJobs(scenario(changes), arrivals, factor).reduced;
    expect(reduced({ h: 24 }, { ...diurnal, averagePerSecond: 0.01 }, 3)).toBeNull();
    expect(reduced({ h: 168 }, diurnal, 1000)).toBe('mean rate, without the shape');
    expect(reduced({ h: 1000 }, onOff, 10)).toBe('a part of the time');
    expect(reduced({ h: 8760 }, { kind: 'poisson', ratePerSecond: 50 }, 1000)).toBe('a part of the time');
    expect(reduced({ h: 1 }, { kind: 'poisson', ratePerSecond: 2 }, 100)).toBeNull();
  });

  it('begins with as many replicas as a steady rate needs', () => {
    const { jobs } = growthJobs(
      scenario({ t: 'poisson', cs: 100, cs99: 100, cc: 1, goal: 50 }),
      { kind: 'poisson', ratePerSecond: 1 },
      100,
    );
    // 100/s of 100 ms are 10 in progress; at half use that is 20 replicas.
    expect(jobs[1]?.platform).toMatchObject({ scaling: { kind: 'hpa', min: 2, initial: 20 } });
  });
});

describe('growthJobs, functions', () => {
  const arrivals: Arrivals = { kind: 'poisson', ratePerSecond: 3.5 };
  const functionsOf = (changes: Partial<Address>, factor = 100) => {
    const { jobs } = growthJobs(scenario({ t: 'poisson', h: 24, ...changes }), arrivals, factor);
    const [result] = runAll(jobs.slice(0, 1)).results.values();
    if (result === undefined) throw new Error('The step has a result.');
    return result;
  };

  it('begin with the instances that a steady rate keeps warm', () => {
    // 350/s of 60 ms are 21 busy; from nothing, starts of 700 ms at the full rate would make hundreds.
    const { meanBusyInstances, meanInstances, usage, cold } = functionsOf({ fw: 60, fw99: 60, fi: 700 });
    expect(meanBusyInstances.value).toBeGreaterThan(20);
    expect(meanBusyInstances.value).toBeLessThan(22);
    expect(meanInstances.value).toBeGreaterThan(35);
    expect(meanInstances.value).toBeLessThan(60);
    expect(usage.peakInstances).toBeLessThan(70);
    expect(cold).toBeLessThan(20);
  });

  it('still start cold where the keep-alive is shorter than the pauses', () => {
    const { coldStartProbability } = functionsOf({ fw: 60, fw99: 60, ka: 1, h: 240 }, 0.01);
    expect(coldStartProbability.value).toBeGreaterThan(0.9);
  });

  it('begin with no more than their limit, and with shared ones that hold as much', () => {
    expect(functionsOf({ fw: 60, fw99: 60, fmax: 10 }).usage.peakInstances).toBe(10);
    const shared = functionsOf({ fw: 60, fw99: 60, fi: 700, fi99: 700, fc: 10 });
    expect(shared.usage.peakInstances).toBeLessThan(10);
  });
});

const onOff: TrafficPattern = {
  kind: 'on-off',
  onPerSecond: 100,
  offPerSecond: 0,
  onSeconds: 60,
  offSeconds: 900,
  lengths: 'fixed',
  spacing: 'poisson',
};
const diurnal = {
  kind: 'diurnal',
  averagePerSecond: 2,
  hours: Array.from({ length: 24 }, (_, hour) => 1 + (hour % 2)),
  weekdays: [1, 1, 1, 1, 1, 0.6, 0.6],
  startDay: 0,
  spacing: 'even',
} as const satisfies TrafficPattern;

describe('compressArrivals', () => {
  const HOUR = 3_600_000;
  const times = (arrivals: Arrivals, end: number) => [...takeArrivals(sourceOf(arrivals, 1), end)];

  it.each<[string, Arrivals]>([
    ['constant', { kind: 'constant', ratePerSecond: 1 }],
    ['bursts', { ...onOff, spacing: 'even' }],
    [
      'day and night',
      { ...diurnal, hours: [...diurnal.hours], weekdays: [...diurnal.weekdays], averagePerSecond: 0.1 },
    ],
    ['a ramp', { kind: 'ramp', fromPerSecond: 0, toPerSecond: 2, seconds: 1800, spacing: 'even' }],
    ['recorded instants', { kind: 'times', atMs: [0, 500, HOUR / 2], copies: 1, repeats: 1 }],
  ])('brings the same requests in a tenth of the time: %s', (_, arrivals) => {
    const [whole, short] = [times(arrivals, HOUR), times(compressArrivals(arrivals, 10, HOUR, 1), HOUR / 10)];
    expect(short).toHaveLength(whole.length);
    for (const [index, at] of short.entries()) expect(at).toBeCloseTo((whole[index] ?? 0) / 10, 3);
  });

  it('divides the interval of recorded counts', () => {
    const counts: Arrivals = {
      kind: 'counts',
      intervalMs: 60_000,
      counts: [1, 2],
      spacing: 'even',
      copies: 1,
      repeats: 1,
    };
    expect(compressArrivals(counts, 6, 1, 1)).toMatchObject({ intervalMs: 10_000, counts: [1, 2] });
    expect(compressArrivals(counts, 1, 1, 1)).toBe(counts);
  });
});

describe('a measured run again', () => {
  it('is simulated with its own arrivals and compared row by row', () => {
    const calibration = calibrate(fixtureReport(), fixtureSamples());
    const { results } = runAll(replayJobs(calibration));
    const runs = { function: replaysOf(results, 'function'), container: replaysOf(results, 'container') };
    expect(runs.function).toHaveLength(REPEATS);
    expect(runs.function[0]?.requests).toBe(calibration.sides.function.measured.requests);
    const rows = replayRows(calibration, runs);
    expect(rows.map(({ side }) => side).filter((side) => side === 'container')).toHaveLength(4);
    // The samples behind it come from the model that the simulator has: its median must be found again.
    expect(rows.find(({ side, label }) => side === 'function' && label === 'Half within')?.within).toBe(true);
    expect(replaySentence(rows)).toMatch(/^\d+ of 8 predicted/);
  });
});

describe('heard', () => {
  it('collects results and ends with the last word', () => {
    const view: JobsView<null> = {
      state: 'running',
      about: null,
      progress: null,
      results: new Map(),
      problem: null,
      took: null,
    };
    const progress = { kind: 'progress', words: 'a', share: 0.5, requests: 1 } as const;
    expect(heard(view, progress).progress).toBe(progress);
    expect(heard({ ...view, progress }, { kind: 'done', requests: 3, tookMs: 4 })).toMatchObject({
      state: 'done',
      progress: null,
    });
    const problem = { code: 'a', owner: 'ours', message: 'b', remedy: 'c' } as const;
    expect(heard(view, { kind: 'problem', problem })).toMatchObject({ state: 'failed', problem });
  });
});
