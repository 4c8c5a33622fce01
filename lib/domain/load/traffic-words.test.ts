import { describe, expect, it } from 'vitest';
import { preparePlayed } from '../charts/played-traffic.ts';
import { ExperimentPlan } from '../experiment/plan.ts';
import { compressionWords, distortionsOf, planWords, trafficWords, turnWords } from './traffic-words.ts';
import { trafficOf, turnArrivals } from './turn.ts';

const plan = (traffic?: unknown, change: Partial<ExperimentPlan> = {}) =>
  ExperimentPlan.parse({ secondsPerCandidate: 60, rounds: 4, ...change, traffic });
const DAY = { kind: 'diurnal', averagePerSecond: 20 };
const COUNTS = { kind: 'counts', intervalMs: 1000, counts: [5, 0, 10] };
const ALL: readonly [unknown, string][] = [
  [{ kind: 'constant', ratePerSecond: 5 }, 'constant, 5/s, evenly spaced'],
  [{ kind: 'poisson', ratePerSecond: 5 }, 'Poisson, 5/s'],
  [
    { kind: 'on-off', onPerSecond: 50, offPerSecond: 2, onSeconds: 1, offSeconds: 4, lengths: 'exponential' },
    'bursts of 50/s for 1 s, pauses of 2/s for 4 s on average, Poisson',
  ],
  [
    { ...DAY, startDay: 5, spacing: 'even' },
    'day and night from Saturday on, 20/s on average over a week, evenly spaced',
  ],
  [
    { kind: 'ramp', fromPerSecond: 1, toPerSecond: 40, seconds: 15 },
    'a ramp from 1/s to 40/s in 15 s, Poisson',
  ],
  [
    { kind: 'spike', basePerSecond: 5, peakPerSecond: 80, afterSeconds: 5, holdSeconds: 2 },
    'a spike to 80/s for 2 s on a base of 5/s, Poisson',
  ],
  [{ kind: 'times', atMs: [0, 5] }, 'the trace log.csv, 2 requests with their instants'],
  [COUNTS, 'the trace log.csv, counts in 3 intervals of 1 s'],
];

describe('the words of traffic', () => {
  it.each(ALL)('%j', (arrivals, words) => {
    expect(trafficWords(trafficOf(plan({ arrivals, name: 'log.csv' })))).toBe(words);
  });

  it('say what a steady plan plays', () => {
    expect(trafficWords(trafficOf(plan(undefined, { ratePerSecond: 7 })))).toBe('Poisson, 7/s');
    expect(compressionWords(plan())).toBeNull();
    expect(distortionsOf(plan())).toEqual([]);
  });

  it('say what compression does', () => {
    const day = plan({ arrivals: DAY, spanSeconds: 86_400 });
    expect(compressionWords(day)).toBe(
      '24 h in each turn of 15 s, 5,760 times faster, thinned so that the rates stay',
    );
    expect(distortionsOf(day).join(' ')).toContain('One request of 5,760 is sent');
    const all = plan({ arrivals: DAY, spanSeconds: 600, requests: 'all' }, { ratePerSecond: 800 });
    expect(distortionsOf(all).join(' ')).toContain('800/s instead of 20/s');
  });

  it('say a whole plan in a line', () => {
    expect(planWords(plan(undefined, { rounds: 1 }))).toBe(
      '60 s on each side in 1 turn: Poisson, 20/s; seed 1',
    );
    expect(planWords(plan({ arrivals: { kind: 'constant', ratePerSecond: 5 } }, { ratePerSecond: 5 }))).toBe(
      '60 s on each side in 4 turns: constant, 5/s, evenly spaced; 300 requests drawn for each side, 5/s on average; seed 1',
    );
  });

  it('tell requests that are sent as recorded from drawn ones', () => {
    const whole = plan({ arrivals: { kind: 'times', atMs: [0, 5000, 10_000] } }, { ratePerSecond: 0.2 });
    expect(planWords(whole)).toContain('; 12 requests sent to each side, 0.2/s on average; seed 1');
  });

  it('say what a turn is', () => {
    expect(turnWords(plan({ arrivals: DAY }))).toMatch(
      /Each of 4 turns of 15 s plays the first 15 s of it, drawn anew/,
    );
    expect(turnWords(plan({ arrivals: DAY }))).toMatch(/the intervals hold what changes between them\.$/);
    const one = turnWords(plan({ arrivals: COUNTS }, { rounds: 1 }));
    expect(one).toMatch(/^One turn of .* With fewer than 4 turns the intervals cannot show what changes/);
    expect(turnWords(plan(undefined, { rounds: 3 }))).toContain('With fewer than 4 turns');
  });
});

describe('preparePlayed', () => {
  const areaOf = ({ points }: { points: readonly { at: number; rate: number }[] }) =>
    points.slice(1).reduce((sum, { at, rate }, index) => {
      const before = points[index] ?? { at, rate };
      return sum + ((at - before.at) * (rate + before.rate)) / 2000;
    }, 0);

  it.each(ALL.map(([arrivals]) => arrivals))('draws %j as it will be sent', (arrivals) => {
    const one = plan({ arrivals });
    const chart = preparePlayed(one);
    expect(chart.points.at(-1)?.at).toBeLessThanOrEqual(15_000 + 1e-6);
    expect(Math.abs(chart.requests - areaOf(chart))).toBeLessThan(1e-6 * chart.requests + 1e-6);
    const sent = turnArrivals(one, 0).length;
    expect(Math.abs(sent - chart.requests)).toBeLessThanOrEqual(5 * Math.sqrt(chart.requests) + 2);
  });

  it.each(['thinned', 'all'] as const)('draws a recording that is played faster, %s', (requests) => {
    const counts = Array.from({ length: 60 }, (_, minute) => (minute < 30 ? 600 : 1800));
    const one = plan(
      { arrivals: { kind: 'counts', intervalMs: 60_000, counts }, requests },
      { secondsPerCandidate: 240 },
    );
    const chart = preparePlayed(one);
    const times = requests === 'all' ? 60 : 1;
    expect(chart.points.at(-1)?.at).toBeCloseTo(60_000, 6);
    expect(chart.points[0]?.rate).toBeCloseTo(10 * times, 6);
    expect(chart.peak).toBeCloseTo(30 * times, 6);
    expect(Math.abs(areaOf(chart) - chart.requests)).toBeLessThan(1e-6 * chart.requests);
    expect(Math.abs(turnArrivals(one, 0).length - chart.requests)).toBeLessThan(
      5 * Math.sqrt(chart.requests),
    );
  });

  it('says whether its mean is planned or drawn, in whole requests', () => {
    const bursts = { kind: 'on-off', onPerSecond: 10, onSeconds: 1, offSeconds: 1.25 };
    // 66.7 are meant in 15 s.
    expect(preparePlayed(plan({ arrivals: bursts })).summary).toMatch(
      /^A turn as planned: 4\.\d+\/s on average, .*; about \d+ requests in 15 s\./,
    );
    const drawn = plan({ arrivals: { ...bursts, lengths: 'exponential' } });
    const requests = turnArrivals(drawn, 0).length;
    expect(preparePlayed(drawn).summary).toMatch(
      new RegExp(`^The first turn as drawn: .*; ${requests} requests in 15 s\\.`),
    );
  });

  it.each(['thinned', 'all'] as const)('draws a day in its turn, %s', (requests) => {
    const chart = preparePlayed(
      plan({
        arrivals: { ...DAY, averagePerSecond: requests === 'all' ? 0.01 : 20 },
        spanSeconds: 86_400,
        requests,
      }),
    );
    expect(chart.points.at(-1)?.at).toBeCloseTo(15_000, 6);
    const sent = requests === 'all' ? 0.01 * 5760 : 20;
    // A Monday has more than the average of the week.
    expect(chart.average / sent).toBeGreaterThan(1);
    expect(chart.average / sent).toBeLessThan(1.3);
  });
});
