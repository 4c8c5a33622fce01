import { describe, expect, it } from 'vitest';
import { fixtureWorkload } from '../report/fixture-workload.ts';
import { seededRandom } from '../units.ts';
import { RequestTemplate, TRAFFIC_SHAPES } from '../workload/workload.ts';
import { defaultPlan } from './default-plan.ts';
import { arrivals, pickRequests } from './schedule.ts';
import { trafficProfile } from './traffic.ts';

const poisson = (seed: number, ratePerSecond = 50, durationMs = 600_000) =>
  arrivals({ kind: 'poisson', ratePerSecond, durationMs, random: seededRandom(seed) });

describe('arrivals', () => {
  it('spaces constant arrivals evenly from 0 and stops before the end', () => {
    const times = arrivals({ kind: 'constant', ratePerSecond: 4, durationMs: 1000, random: seededRandom(1) });
    expect(times).toEqual([0, 250, 500, 750]);
  });

  it('counts constant arrivals exactly although 1/30 s has no exact form', () => {
    const times = arrivals({ kind: 'constant', ratePerSecond: 30, durationMs: 60_000, random: () => 0 });
    expect(times).toHaveLength(1800);
  });

  it('is ascending, inside the duration and repeatable', () => {
    const times = poisson(3);
    expect(times.every((time, index) => time >= (times[index - 1] ?? 0) && time < 600_000)).toBe(true);
    expect(poisson(3)).toEqual(times);
    expect(poisson(4)).not.toEqual(times);
  });

  it('has the mean and the spread of a Poisson process', () => {
    // 30,000 expected, standard deviation 173: five of them is far beyond chance for a fixed seed.
    const times = poisson(5);
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

describe('pickRequests', () => {
  const templates = [
    RequestTemplate.parse({ method: 'GET', path: '/posts/{n}', weight: 9 }),
    RequestTemplate.parse({ method: 'POST', path: '/posts', body: '{"id":"{n}"}', weight: 1 }),
  ];

  it('numbers the requests in path and body', () => {
    const [first, second] = pickRequests(templates, 2, () => 0.95, 7);
    expect(first).toEqual({ method: 'POST', path: '/posts', body: '{"id":"7"}' });
    expect(second?.body).toBe('{"id":"8"}');
    expect(pickRequests(templates, 1, () => 0)[0]).toEqual({ method: 'GET', path: '/posts/1', body: null });
  });

  it('follows the weights', () => {
    const picked = pickRequests(templates, 10_000, seededRandom(1));
    const posts = picked.filter((request) => request.method === 'POST').length;
    expect(posts / 10_000).toBeCloseTo(0.1, 1);
    expect(Math.abs(posts - 1000)).toBeLessThan(5 * 30);
  });

  it('gives the last template the sliver that rounding leaves', () => {
    expect(pickRequests(templates, 1, () => 1)[0]?.method).toBe('POST');
  });
});

describe('trafficProfile', () => {
  it.each(TRAFFIC_SHAPES)('%s keeps the month: 168 hours whose mean is the average', (shape) => {
    const profile = trafficProfile({ requestsPerMonth: 2_628_000, shape });
    expect(profile.averagePerSecond).toBe(1);
    expect(profile.hourly).toHaveLength(168);
    expect(profile.hourly.reduce((sum, rate) => sum + rate, 0) / 168).toBeCloseTo(1, 12);
    expect(profile.peakPerSecond).toBeGreaterThanOrEqual(Math.max(...profile.hourly));
  });

  it('keeps what the words say about each shape', () => {
    const hourly = (shape: (typeof TRAFFIC_SHAPES)[number]) =>
      trafficProfile({ requestsPerMonth: 2_628_000, shape });
    expect(hourly('steady').peakPerSecond).toBe(1);
    const wave = hourly('evening-peak').hourly;
    expect(wave.indexOf(Math.max(...wave)) % 24).toBe(20);
    expect(Math.max(...wave) / Math.min(...wave)).toBeCloseTo(19, 6);
    const office = hourly('office-hours').hourly;
    expect((office[9] ?? 0) / (office[3] ?? 1)).toBeCloseTo(20, 6);
    expect(office[5 * 24 + 9]).toBe(office[3]);
    const bursts = hourly('bursts');
    expect(bursts.hourly[0]).toBeCloseTo(0.5, 12);
    expect(bursts.peakPerSecond).toBeCloseTo(26, 9);
  });
});

describe('defaultPlan', () => {
  const plan = (requestsPerMonth: number, targetMs: number) =>
    defaultPlan({
      ...fixtureWorkload,
      traffic: { requestsPerMonth, shape: 'steady' },
      latencyTarget: { percentile: 95, ms: targetMs },
    }).ratePerSecond;

  it('is fast enough for percentiles when the traffic is thin', () => expect(plan(1000, 100)).toBe(20));
  it('follows the peak in between', () => expect(plan(35 * 2_628_000, 100)).toBe(35));
  it('stays bearable for one machine', () => expect(plan(1e12, 100)).toBe(50));
  it('sends slow workloads less often', () => expect(plan(1e12, 10_000)).toBe(5));
});
