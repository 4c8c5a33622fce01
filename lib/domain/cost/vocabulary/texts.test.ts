import { describe, expect, it } from 'vitest';
import { freeTierOf, perOf, requestsOfTraffic, streamedOf, tasksOf } from './texts.ts';

describe('freeTierOf', () => {
  it.each([
    ['requests: 1M; compute: only off-PC part', true, true],
    ['compute only', false, true],
    ['requests only', true, false],
    ['400k GB-s', false, true],
    ['none', false, false],
    ['No free tier for requests', false, false],
    ['yes', true, true],
  ])('%s', (text, requests, compute) => expect(freeTierOf(text)).toEqual({ requests, compute }));
  it('does not guess', () => expect(freeTierOf('perhaps')).toBeNull());
});

describe('streamedOf', () => {
  it('adds what is beyond the first 6 MB of each request', () => {
    const text = '2M x 100 KB, 1M x 7 MB; first 6 MB/request free; 100 GB free tier exhausted';
    expect(streamedOf(text)).toEqual({ requests: 3e6, gb: 1e6 / 1024, freeUsedUp: true });
    expect(streamedOf('10k x 1 GB')).toEqual({
      requests: 10_000,
      gb: (10_000 * 1018) / 1024,
      freeUsedUp: false,
    });
    expect(streamedOf('1,000 x 5 MB; first 4 MB free')?.gb).toBeCloseTo(1000 / 1024, 12);
  });
  it('does not guess', () => expect(streamedOf('lots')).toBeNull());
});

describe('perOf', () => {
  it.each([
    ['1M requests, no free tier', 1e6, false],
    ['250k invocations with free tier', 250_000, true],
    ['2,500 requests', 2500, false],
  ])('%s', (text, requests, freeTier) => expect(perOf(text)).toEqual({ requests, freeTier }));
  it('does not guess', () => {
    expect(perOf('a month')).toBeNull();
    expect(perOf('1.000 requests')).toBeNull();
  });
});

describe('requestsOfTraffic', () => {
  it('adds the phases of a day over the days', () => {
    expect(requestsOfTraffic('500 rps 4 h/day, 5 rps 20 h/day, 30 days')).toBe(226_800_000);
    expect(requestsOfTraffic('1.5k rps 0.5 h/day, 1 day')).toBe(2_700_000);
  });
  it('does not guess', () => expect(requestsOfTraffic('500 rps')).toBeNull());
});

describe('tasksOf', () => {
  it('reads the tasks, their size and the stated load balancer', () => {
    expect(tasksOf('2 tasks 1 vCPU/2 GB 24x7 + ALB ~30')).toEqual({
      tasks: 2,
      vcpu: 1,
      gb: 2,
      balancerUsd: 30,
    });
    expect(tasksOf('1 task 0.25 vCPU / 0.5 GB 24x7')).toEqual({
      tasks: 1,
      vcpu: 0.25,
      gb: 0.5,
      balancerUsd: 0,
    });
  });
  it('does not guess', () => expect(tasksOf('two tasks')).toBeNull());
});
