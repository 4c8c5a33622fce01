import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExperimentPlan } from '../experiment/plan.ts';
import { BlockRandom } from '../simulation/random/block-random.ts';
import { TrafficPattern, type TrafficPatternInput } from './pattern.ts';
import { PlayedTraffic } from './played-traffic.ts';
import { settlePlan } from './settle-plan.ts';
import { firstArrivals, turnArrivals, turnOf } from './turn.ts';

const steady = ExperimentPlan.parse({ secondsPerCandidate: 600, rounds: 1, ratePerSecond: 50, seed: 5 });
const PATTERNS: readonly TrafficPatternInput[] = [
  { kind: 'constant', ratePerSecond: 20 },
  { kind: 'poisson', ratePerSecond: 20 },
  { kind: 'on-off', onPerSecond: 60, onSeconds: 1, offSeconds: 2, lengths: 'exponential' },
  { kind: 'diurnal', averagePerSecond: 20 },
  { kind: 'ramp', fromPerSecond: 0, toPerSecond: 40, seconds: 5 },
  { kind: 'spike', basePerSecond: 5, peakPerSecond: 80, afterSeconds: 2, holdSeconds: 1 },
];
const plan = (traffic: unknown, change: Partial<ExperimentPlan> = {}) =>
  ExperimentPlan.parse({ secondsPerCandidate: 20, rounds: 4, seed: 3, ...change, traffic });
const pattern = (input: TrafficPatternInput, more: object = {}) =>
  plan({ arrivals: TrafficPattern.parse(input), ...more });

describe('a steady rate', () => {
  it('counts even arrivals exactly although 1/30 s has no exact form', () => {
    const times = turnArrivals({ ...steady, arrivals: 'constant', ratePerSecond: 30 }, 0);
    expect([times.length, times[0], times[3]]).toEqual([18_000, 0, 100]);
  });

  it('has the mean and the spread of a Poisson process', () => {
    // 30,000 expected, standard deviation 173: five of them is far beyond chance for a fixed seed.
    const times = turnArrivals(steady, 0);
    expect(Math.abs(times.length - 30_000)).toBeLessThan(5 * 173);
    const perSecond = Array.from({ length: 600 }, () => 0);
    for (const time of times)
      perSecond[Math.floor(time / 1000)] = (perSecond[Math.floor(time / 1000)] ?? 0) + 1;
    const mean = times.length / 600;
    const variance = perSecond.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 599;
    // Counts of a Poisson process have variance = mean.
    expect(variance / mean).toBeGreaterThan(0.8);
    expect(variance / mean).toBeLessThan(1.25);
  });
});

describe('every pattern', () => {
  it.each(PATTERNS)(
    '$kind is ascending, within its turn, repeatable, and drawn anew in each turn',
    (input) => {
      const one = pattern(input);
      const times = turnArrivals(one, 1);
      expect(times.length).toBeGreaterThan(10);
      expect(times.every((at, index) => at >= (times[index - 1] ?? 0) && at < 5000)).toBe(true);
      expect(turnArrivals(one, 1)).toEqual(times);
      expect(firstArrivals(one)[1]).toBe(times[0]);
      if (input.kind !== 'constant') {
        expect(turnArrivals(one, 2)).not.toEqual(times);
        expect(turnArrivals({ ...one, seed: 4 }, 1)).not.toEqual(times);
      }
    },
  );
});

describe('traffic longer than a turn', () => {
  const day = (requests: 'thinned' | 'all', averagePerSecond: number) =>
    pattern(
      { kind: 'diurnal', averagePerSecond, weekdays: [1, 1, 1, 1, 1, 1, 1] },
      { requests, spanSeconds: 86_400 },
    );

  it.each([
    ['thinned', 100],
    ['all', 100 / 17_280],
  ] as const)('is played faster, %s', (requests, average) => {
    const one = day(requests, average);
    expect(turnOf(one)).toMatchObject({ lengthMs: 5000, spanMs: 86_400_000, factor: 17_280 });
    const times = turnArrivals(one, 0);
    expect(Math.abs(times.length - 500)).toBeLessThan(5 * 22.4);
    // 1 to 4 in the night against 10 to 13 at noon: about 1 to 13.
    const from = (hour: number) =>
      times.filter((at) => at >= (hour * 5000) / 24 && at < ((hour + 3) * 5000) / 24).length;
    expect(from(10)).toBeGreaterThan(4 * from(1));
  });
});

describe('recorded traffic', () => {
  const times = (atMs: number[], more: object = {}) => plan({ arrivals: { kind: 'times', atMs }, ...more });

  it('comes again until the turn is over, a mean gap after its last request', () => {
    expect([...turnArrivals(times([0, 1000, 2000]), 2)]).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('of a moment comes as often as the turn takes', () => {
    // 60,000 times in a row.
    const arrivals = { kind: 'times', atMs: [0, 1], copies: 0.1 };
    const at = turnArrivals(plan({ arrivals }, { secondsPerCandidate: 120, rounds: 1 }), 0);
    // 12,000 expected, standard deviation 104; to the end of the turn.
    expect(Math.abs(at.length - 12_000)).toBeLessThan(520);
    expect(at.at(-1)).toBeGreaterThan(119_000);
  });

  it('is played faster when it is longer, with its last request', () => {
    const one = times([0, 10_000, 20_000, 30_000, 40_000], { requests: 'all' });
    expect([...turnArrivals(one, 0)]).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('is drawn from when it is thinned', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index * 10);
    const one = times(many);
    expect(turnOf(one).factor).toBeCloseTo(20, 9);
    // 500 expected, standard deviation 22.
    expect(Math.abs(turnArrivals(one, 0).length - 500)).toBeLessThan(110);
    expect(turnArrivals(one, 1)).not.toEqual(turnArrivals(one, 0));
  });

  it('as counts keeps its silence', () => {
    const counts = { kind: 'counts', intervalMs: 1000, counts: [10, 0, 0, 0, 10], spacing: 'even' };
    const at = turnArrivals(plan({ arrivals: counts }), 0);
    expect(at.filter((one) => one >= 1000 && one < 4000)).toHaveLength(0);
    expect(at).toHaveLength(20);
  });

  it('is bounded', () => {
    const arrivals = { kind: 'times', atMs: Array.from({ length: 10_001 }, (_, index) => index) };
    expect(PlayedTraffic.safeParse({ arrivals }).error?.message).toMatch(/at most 10,000 numbers/);
  });
});

describe('settlePlan', () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each<[string, object, object]>([
    ['at once', {}, {}],
    ['by copies', { counts: [1000], copies: 1e6 }, { requests: 'all' }],
    ['whole', { counts: [1e8, ...Array(9).fill(1)] }, { requests: 'all' }],
    ['evenly', { spacing: 'even' }, {}],
    ['after silence', { counts: [0, 0, 1e8] }, {}],
  ])(
    'refuses a count that no memory holds and draws no more of it than one machine sends: %s',
    (_way, change, more) => {
      const drawn = vi.spyOn(BlockRandom.prototype, 'exponential');
      const arrivals = { kind: 'counts', intervalMs: 1000, counts: [1e8], ...change };
      expect(() => settlePlan(plan({ arrivals, ...more }))).toThrow(/means more than 5,000\/s over a turn/);
      expect(drawn.mock.calls.length).toBeLessThan(30_000);
    },
  );

  it.each([
    ['of which a turn plays little', { intervalMs: 86_400_000, counts: [1e6] }, { spanSeconds: 1 }],
    ['that comes after what is played', { intervalMs: 5000, counts: [100, 1e8] }, { spanSeconds: 5 }],
    ['that is played much faster, thinned', { intervalMs: 86_400_000, counts: [1e6, 1e6] }, {}],
  ] as const)('takes a large count %s', (_which, counts, more) => {
    const { ratePerSecond } = settlePlan(plan({ arrivals: { kind: 'counts', ...counts }, ...more }));
    expect(ratePerSecond).toBeGreaterThan(1);
    expect(ratePerSecond).toBeLessThan(100);
  });

  it('leaves a steady plan alone', () => {
    expect(settlePlan(steady)).toBe(steady);
  });

  it('says the mean rate that will be sent', () => {
    const settled = settlePlan(pattern({ kind: 'constant', ratePerSecond: 12 }));
    expect(settled.ratePerSecond).toBeCloseTo(12, 6);
  });

  it('scales the traffic to a wanted mean', () => {
    const settled = settlePlan(pattern({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 40, seconds: 5 }), 200);
    expect(settled.ratePerSecond).toBeGreaterThan(160);
    expect(settled.ratePerSecond).toBeLessThan(240);
  });

  it('plays a thin recording at the rate that is asked for, and what is settled stays so', () => {
    const atMs = Array.from({ length: 500 }, (_, index) => index * 60_000);
    const asked = plan({ arrivals: { kind: 'times', atMs }, meanPerSecond: 40 });
    const settled = settlePlan(asked);
    // 800 expected on a side, standard deviation 28.
    expect(Math.abs(settled.ratePerSecond - 40)).toBeLessThan(7);
    expect(settled.traffic?.meanPerSecond).toBeUndefined();
    expect(settlePlan(settled)).toEqual(settled);
    expect(
      settlePlan(plan({ arrivals: { kind: 'times', atMs: [0, 5000] }, meanPerSecond: 2 })).ratePerSecond,
    ).toBe(2);
  });

  it.each([
    [{ kind: 'poisson', ratePerSecond: 50_000 }, {}, /more than 5,000\/s over a turn of 5 s/],
    [
      { kind: 'poisson', ratePerSecond: 50 },
      { spanSeconds: 86_400, requests: 'all' },
      /played 17\.3k times faster, means more/,
    ],
    [{ kind: 'ramp', fromPerSecond: 0, toPerSecond: 0.0001, seconds: 60 }, {}, /no request within a turn/],
  ] as const)('refuses %j %j', (input, more, words) => {
    expect(() => settlePlan(pattern(input, more))).toThrow(words);
  });
});
