import { describe, expect, it } from 'vitest';
import { fixtureWorkload } from '../report/fixture-workload.ts';
import { seededRandom } from '../units.ts';
import { RequestTemplate, TRAFFIC_SHAPES } from '../workload/workload.ts';
import { defaultPlan } from './default-plan.ts';
import { pickRequests } from './schedule.ts';
import { trafficProfile } from './traffic.ts';
import { wishedPlan } from './wished-plan.ts';

describe('pickRequests', () => {
  const templates = [
    RequestTemplate.parse({ method: 'GET', path: '/posts/{n}', weight: 9 }),
    RequestTemplate.parse({ method: 'POST', path: '/posts', body: '{"id":"{n}"}', weight: 1 }),
  ];

  it('numbers the requests in path and body', () => {
    const [first, second] = pickRequests(templates, 2, () => 0.95, 7);
    expect(first).toMatchObject({ method: 'POST', path: '/posts', body: '{"id":"7"}' });
    expect(second?.body).toBe('{"id":"8"}');
    expect(pickRequests(templates, 1, () => 0)[0]).toMatchObject({
      method: 'GET',
      path: '/posts/1',
      body: null,
    });
  });

  it('fills a number in when it is sent: a body with many of them is kept once', () => {
    const body = '{n}'.repeat(33_000);
    const template = RequestTemplate.parse({ method: 'POST', path: '/', body });
    const before = process.memoryUsage().heapUsed;
    const picked = pickRequests([template], 10_000, () => 0, 1_000_000_000);
    // Filled in they would be 3.3 GB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6);
    expect(picked.at(-1)?.body).toHaveLength(330_000);
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
  it('is what a wish that says nothing leaves', () => {
    const slow = { ...fixtureWorkload, latencyTarget: { percentile: 95, ms: 10_000 } } as const;
    const wished = wishedPlan(slow, { ratePerSecond: undefined, blocks: undefined, seed: 3 });
    expect(wished).toEqual({ ...defaultPlan(slow), seed: 3 });
  });
});
