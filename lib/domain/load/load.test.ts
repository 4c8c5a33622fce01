import { describe, expect, it } from 'vitest';
import { fixtureWorkload } from '../report/fixture-workload.ts';
import { seededRandom } from '../units.ts';
import { RequestTemplate, TRAFFIC_SHAPES, type TrafficShape } from '../workload/workload.ts';
import { defaultPlan, playsDescribed } from './default-plan.ts';
import { TrafficPattern } from './pattern.ts';
import { isPeakTested, peakWords } from './peak.ts';
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
  const offered = (requestsPerMonth: number, shape: TrafficShape, targetMs = 100) => ({
    ...fixtureWorkload,
    traffic: { requestsPerMonth, shape },
    latencyTarget: { percentile: 95, ms: targetMs } as const,
  });
  const plan = (requestsPerMonth: number, targetMs: number) =>
    defaultPlan(offered(requestsPerMonth, 'steady', targetMs)).ratePerSecond;
  const stretch = (requestsPerMonth: number, shape: TrafficShape, targetMs?: number) => {
    const { arrivals } = defaultPlan(offered(requestsPerMonth, shape, targetMs)).traffic ?? {};
    return arrivals?.kind === 'on-off' ? [arrivals.onPerSecond, arrivals.offPerSecond] : null;
  };

  it('is fast enough for percentiles when the traffic is thin', () => expect(plan(1000, 100)).toBe(20));
  it('follows the peak in between', () => expect(plan(35 * 2_628_000, 100)).toBe(35));
  it('stays bearable for one machine', () => expect(plan(1e12, 100)).toBe(50));
  it('sends slow workloads less often', () => expect(plan(1e12, 10_000)).toBe(5));
  it('sends at least 20/s, at most 50/s and at least 5/s, with at most 20 requests in flight at the target', () => {
    expect([plan(1000, 10), plan(1e12, 10), plan(1e12, 100_000)]).toEqual([20, 50, 5]);
    expect([plan(1e12, 1000), plan(1e12, 500)]).toEqual([20, 40]);
  });
  it('forces 20 starts on each side, as many as a median with an interval needs', () => {
    for (const shape of TRAFFIC_SHAPES) expect(defaultPlan(offered(1000, shape)).starts).toBe(20);
  });
  it('plays the busiest hour with its busiest minutes', () => {
    expect(defaultPlan(offered(1000, 'steady')).traffic).toBeUndefined();
    expect(stretch(1000, 'office-hours')).toEqual([30, 15]);
    expect(stretch(20_000_000, 'office-hours')).toEqual([34.3, 17.2]);
    expect(stretch(1e9, 'office-hours')).toEqual([50, 25]);
    expect(stretch(1e9, 'office-hours', 1000)).toEqual([20, 10]);
    expect(stretch(1000, 'evening-peak')).toEqual([30, 15]);
    // 26 and 0.5 times the average: what is capped is thinned, and the ratio stays.
    expect(stretch(1000, 'bursts')).toEqual([50, 0.962]);
    expect(stretch(40_000_000, 'bursts')).toEqual([50, 0.962]);
  });

  it('is what a wish that says nothing leaves, with the rate that it means and the peaks', () => {
    const slow = offered(12_000_000, 'office-hours', 10_000);
    const wished = wishedPlan(slow, { ratePerSecond: undefined, rounds: undefined, seed: 3 });
    const peak = { describedPerSecond: expect.closeTo(20.58, 2), measuredPerSecond: 5 };
    const ratePerSecond = expect.closeTo(3.9, 6);
    expect(wished).toEqual({ ...defaultPlan(slow), seed: 3, ratePerSecond, peak });
    expect(wishedPlan(slow, wished)).toEqual(wished);
    expect(playsDescribed(wished, slow)).toBe(true);
  });

  it('gives way to a steady rate that is wished, and to other traffic', () => {
    const workload = offered(12_000_000, 'office-hours');
    const steady = wishedPlan(workload, { ratePerSecond: 7 });
    expect(steady).toMatchObject({ ratePerSecond: 7, peak: { measuredPerSecond: 7 } });
    expect(steady.traffic).toBeUndefined();
    const arrivals = TrafficPattern.parse({ kind: 'ramp', fromPerSecond: 1, toPerSecond: 9, seconds: 5 });
    const ramp = wishedPlan(workload, { traffic: { arrivals, requests: 'thinned' } });
    expect(ramp).toMatchObject({ traffic: { arrivals }, peak: { measuredPerSecond: 9 } });
    expect(playsDescribed(ramp, workload)).toBe(false);
    expect(wishedPlan({ ...workload, durationSeconds: 3600 }, {}).peak).toBeUndefined();
    // Who sends a peak of their own gets the one that is true.
    const peak = { describedPerSecond: 1, measuredPerSecond: 1 };
    expect(wishedPlan(workload, { ratePerSecond: 7, ...{ peak } }).peak).toEqual(steady.peak);
  });
});

describe('the peak of a plan', () => {
  const peak = (measuredPerSecond: number, describedPerSecond: number) => ({
    measuredPerSecond,
    describedPerSecond,
  });

  it('is said as a share, and faster than described as a factor', () => {
    expect(peakWords(peak(50, 395.7))).toBe('peak described 396/s, peak measured 50/s (13%)');
    expect(peakWords(peak(20, 1))).toBe('peak described 1/s, peak measured 20/s (20 times)');
    expect(peakWords(peak(35, 35.2))).toBe('peak described 35.2/s, peak measured 35/s (99%)');
  });

  it('is tested from half of it on', () => {
    expect(isPeakTested(peak(50, 100))).toBe(true);
    expect(isPeakTested(peak(49.9, 100))).toBe(false);
  });
});
