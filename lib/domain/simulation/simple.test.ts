import { describe, expect, it } from 'vitest';
import { toProblem } from '../errors.ts';
import { parseSimulation } from './simple.ts';

const SIMPLE = {
  arrivalPerSecond: 0.9,
  warmServiceSeconds: 1.991,
  coldServiceSeconds: 2.244,
  expirationSeconds: 600,
  requests: 200_000,
  seed: 1,
};

describe('parseSimulation', () => {
  it('makes the keep-alive model of six numbers', () => {
    expect(parseSimulation(SIMPLE)).toMatchObject({
      arrivals: { kind: 'poisson', ratePerSecond: 0.9 },
      platform: {
        kind: 'functions',
        warm: { kind: 'exponential', meanMs: 1991 },
        cold: { kind: 'exponential', meanMs: 2244 },
        keepAlive: { kind: 'fixed', ms: 600_000 },
      },
      requests: 200_000,
      seed: 1,
    });
  });

  it('reads a whole description as it is', () => {
    const whole = parseSimulation(SIMPLE);
    expect(parseSimulation(whole)).toEqual(whole);
  });

  it.each<[string, unknown, RegExp]>([
    ['a missing field', { ...SIMPLE, requests: undefined }, /requests: Give/],
    ['a rate of nothing', { ...SIMPLE, arrivalPerSecond: 0 }, /arrivalPerSecond: A rate is above 0/],
    [
      'a service of no time',
      { ...SIMPLE, warmServiceSeconds: 0 },
      /warmServiceSeconds: A service time is above 0/,
    ],
    ['a text for a number', { ...SIMPLE, expirationSeconds: '600' }, /expirationSeconds: Give/],
    ['a number that is none', { ...SIMPLE, expirationSeconds: Number.NaN }, /expirationSeconds: Give/],
    ['a keep-alive below 0', { ...SIMPLE, expirationSeconds: -1 }, /expirationSeconds: At least 0/],
    ['half a request', { ...SIMPLE, requests: 1.5 }, /requests: Requests are whole/],
    ['more requests than can be', { ...SIMPLE, requests: 1e15 }, /requests: At most/],
    ['a seed below 0', { ...SIMPLE, seed: -1 }, /seed: At least 0/],
    ['a misspelt field', { ...SIMPLE, sed: 3 }, /"sed"/],
    ['a list', [1, 2], /expected object/],
    ['nothing', null, /expected object/],
    [
      'an unknown platform',
      { arrivals: { kind: 'poisson', ratePerSecond: 1 }, platform: { kind: 'x' } },
      /platform.kind/,
    ],
  ])('names what is wrong: %s', (_, document, expected) => {
    const problem = (() => {
      try {
        parseSimulation(document);
      } catch (error) {
        return toProblem(error);
      }
      return null;
    })();
    expect(problem?.message).toMatch(expected);
    expect(problem?.owner).toBe('yours');
  });
});
