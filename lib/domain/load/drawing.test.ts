import { describe, expect, it } from 'vitest';
import { CrossoverError } from '../errors.ts';
import { ExperimentPlan } from '../experiment/plan.ts';
import { type Random, seededRandom } from '../units.ts';
import { MOST_SENT } from './drawing.ts';
import { settlePlan } from './settle-plan.ts';
import { turnArrivals } from './turn.ts';

const settle = (plan: object) => settlePlan(ExperimentPlan.parse(plan));
const onOff = (seconds: number, more: object = {}) => ({
  ...{ kind: 'on-off', onPerSecond: 50, onSeconds: seconds, offSeconds: 2 * seconds, lengths: 'exponential' },
  ...more,
});

describe('traffic that would take long to draw', () => {
  it('is refused with what would be possible, and that is possible', () => {
    const plan = (seconds: number) => ({ secondsPerCandidate: 30, traffic: { arrivals: onOff(seconds) } });
    expect(() => settle(plan(1e-6))).toThrow(/would change 20M times; at most 2M are drawn/);
    const remedy = problemOf(() => settle(plan(1e-6)))?.remedy ?? '';
    expect(remedy).toBe(
      'Make them at least 0.00001 s and 0.00002 s long, or measure at most 3 s on each side.',
    );
    expect(settle(plan(1e-5)).ratePerSecond).toBeGreaterThan(10);
    expect(settle({ ...plan(1e-6), secondsPerCandidate: 3 }).ratePerSecond).toBeGreaterThan(10);
  });

  it('names the span that is possible where the traffic is played faster', () => {
    const plan = (spanSeconds: number) => ({ traffic: { arrivals: onOff(1), spanSeconds } });
    expect(problemOf(() => settle(plan(366 * 86_400)))?.remedy).toMatch(
      /let a turn play at most 500,000 s of it/,
    );
    expect(settle(plan(500_000)).ratePerSecond).toBeGreaterThan(10);
  });

  it('is refused as a recording that is gone through too often', () => {
    const atMs = Array.from({ length: 10_000 }, (_, index) => index / 1e5);
    const arrivals = { kind: 'times', atMs, copies: 1e-6 };
    expect(problemOf(() => settle({ secondsPerCandidate: 60, traffic: { arrivals } }))).toMatchObject({
      code: 'traffic-too-fine',
      remedy: expect.stringMatching(/at least 273 times as long or has so many times fewer numbers\.$/),
    });
    expect(
      problemOf(() => settle({ traffic: { arrivals: { kind: 'counts', intervalMs: 1e-300, counts: [0] } } })),
    ).toMatchObject({
      code: 'traffic-too-fine',
      message: expect.stringMatching(/more than 1,000T of them/),
    });
  });
});

describe('more requests than a run holds', () => {
  it('are refused with the time and the rate that are possible', () => {
    const plan = { ratePerSecond: 5000, secondsPerCandidate: 3600, warmupSeconds: 400 };
    const problem = problemOf(() => settle(plan));
    expect(problem?.message).toMatch(/^5,000\/s for 4,000 s are 20M requests on each side, warm-up included/);
    expect(problem?.remedy).toBe(
      'At this rate measure at most 200 s, warm-up included, or send at most 250/s.',
    );
    expect(settle({ ...plan, secondsPerCandidate: 100, warmupSeconds: 100 }).ratePerSecond).toBe(5000);
    expect(settle({ ...plan, ratePerSecond: 250 }).ratePerSecond).toBe(250);
  });

  it('are refused of a pattern too', () => {
    const traffic = { arrivals: { kind: 'poisson', ratePerSecond: 4900 } };
    expect(problemOf(() => settle({ traffic, secondsPerCandidate: 600 }))?.code).toBe('too-many-requests');
  });
});

const problemOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof CrossoverError ? error.problem : null;
  }
};

/** A number of any size, often at the edge of what is allowed. */
const anyOf = (random: Random, low: number, high: number): number => {
  const dice = random();
  if (dice < 0.2) return low;
  if (dice < 0.4) return high;
  return Math.min(high, Math.max(low, Math.max(low, 1e-300) * (high / Math.max(low, 1e-300)) ** random()));
};

/** Any plan that the schema lets through; its numbers are as far apart as they may be. */
function anyPlan(random: Random): object {
  const number = (low: number, high: number) => anyOf(random, low, high);
  const pick = <T>(...all: [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];
  const list = (low: number, high: number) => {
    const one = number(low, high);
    return Array.from({ length: pick(1, 2, 100, 10_000) }, () => (random() < 0.9 ? one : number(low, high)));
  };
  const [year, spacing] = [366 * 86_400, pick('poisson', 'even')];
  const rate = () => number(1e-300, 1e6);
  const seconds = () => number(1e-300, year);
  const played = { copies: number(1e-300, 1e6), repeats: pick(1, 10_000), spacing };
  const arrivals = pick<() => object>(
    () => ({ kind: pick('constant', 'poisson'), ratePerSecond: rate() }),
    () => ({
      ...{ kind: 'on-off', onPerSecond: rate(), offPerSecond: pick(0, rate()), spacing },
      ...{ onSeconds: seconds(), offSeconds: seconds(), lengths: pick('fixed', 'exponential') },
    }),
    () => ({
      kind: 'diurnal',
      averagePerSecond: rate(),
      weekdays: Array.from({ length: 7 }, () => number(0, 1e9)),
      spacing,
    }),
    () => ({ kind: 'ramp', fromPerSecond: rate(), toPerSecond: rate(), seconds: seconds(), spacing }),
    () => ({
      ...{ kind: 'spike', basePerSecond: pick(0, rate()), peakPerSecond: rate(), spacing },
      ...{ afterSeconds: seconds(), riseSeconds: pick(0, seconds()), holdSeconds: seconds() },
    }),
    () => ({ kind: 'times', atMs: list(0, year * 1000).sort((a, b) => a - b), ...played }),
    () => ({ kind: 'counts', intervalMs: number(1e-300, year * 1000), counts: list(0, 1e300), ...played }),
  )();
  return {
    ...{ secondsPerCandidate: number(2, 3600), rounds: pick(1, 6, 20), seed: pick(0, 1) },
    traffic: {
      ...{ arrivals, requests: pick('all', 'thinned') },
      ...pick({}, { spanSeconds: seconds() }),
      ...pick({}, { meanPerSecond: number(1e-300, 5000) }),
    },
  };
}

describe('any plan that can be sent', () => {
  // Unbounded, some of these take minutes each; together they take about a second.
  it('is settled or refused at once, and what is settled can be drawn', () => {
    const random = seededRandom(20_261_121);
    const codes = new Set<string>();
    for (let round = 0; round < 80; round++) {
      const plan = ExperimentPlan.parse(anyPlan(random));
      let settled = plan;
      codes.add(
        problemOf(() => {
          settled = settlePlan(plan);
        })?.code ?? 'settled',
      );
      if (settled === plan) continue;
      const sent = settled.ratePerSecond * settled.secondsPerCandidate;
      expect(sent).toBeGreaterThan(0);
      expect(sent).toBeLessThanOrEqual(MOST_SENT);
      expect(turnArrivals(settled, 0).length).toBeLessThanOrEqual(Math.ceil(sent));
    }
    expect([...codes].sort()).toEqual([
      'settled',
      'too-many-requests',
      'traffic-empty',
      'traffic-too-fast',
      'traffic-too-fine',
    ]);
  }, 20_000);
});

describe('a list of millions of numbers', () => {
  it.each([
    { kind: 'times', atMs: Array(2_000_000).fill(-1) },
    { kind: 'counts', intervalMs: 1, counts: Array(2_000_000).fill(-1) },
  ])('is refused with one sentence, not with millions: $kind', (arrivals) => {
    const { error } = ExperimentPlan.safeParse({ traffic: { arrivals } });
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'Recorded traffic is kept as at most 10,000 numbers.',
    ]);
  });
});
