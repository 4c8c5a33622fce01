import { describe, expect, it } from 'vitest';
import { ExperimentPlan } from '../experiment/plan.ts';
import { planWords, turnWords } from './traffic-words.ts';
import { turnArrivals } from './turn.ts';
import { cutWords, partWords, repeatWords } from './turn-part.ts';

/** 4 turns of 2 s. */
const plan = (arrivals: unknown, more: object = {}) =>
  ExperimentPlan.parse({ secondsPerCandidate: 8, rounds: 4, traffic: { arrivals, ...more } });
const BURSTS = { kind: 'on-off', onPerSecond: 50, onSeconds: 2.5, offSeconds: 5 };

describe('a turn that is shorter than its pattern', () => {
  it.each([
    [BURSTS, '7.5 s'],
    [{ kind: 'ramp', fromPerSecond: 10, toPerSecond: 50, seconds: 10 }, '10 s'],
    [{ kind: 'spike', basePerSecond: 5, peakPerSecond: 50, afterSeconds: 3, holdSeconds: 1 }, '4 s'],
    [{ kind: 'diurnal', averagePerSecond: 20 }, '24 h'],
  ])('is named, never called whole: %j', (arrivals, period) => {
    const one = plan(arrivals);
    expect(cutWords(one)).toContain(
      `plays the first 2 s of a pattern that takes ${period}: what comes later`,
    );
    expect(turnWords(one)).toMatch(/^Each of 4 turns of 2 s plays the first 2 s of it, drawn anew/);
    expect(turnWords(plan(arrivals, { spanSeconds: 7 * 86_400 }))).toContain('plays the whole of it');
    expect(cutWords(plan(arrivals, { spanSeconds: 86_400 }))).toBeNull();
  });

  it('may still come to the rest where lengths are chance', () =>
    expect(cutWords(plan({ ...BURSTS, lengths: 'exponential' }))).toContain('7.5 s on average: what'));

  it('is not said of a rate that never changes', () => {
    const steady = plan({ kind: 'poisson', ratePerSecond: 20 });
    expect([cutWords(steady), partWords(steady)]).toEqual([null, 'it']);
  });
});

describe('a trace', () => {
  const COUNTS = { kind: 'counts', intervalMs: 1000, counts: [5, 0, 10, 3] };

  it('that is shorter than what is played is said to be repeated, and is', () => {
    const one = plan(COUNTS, { spanSeconds: 10, requests: 'all' });
    expect(repeatWords(one)).toBe('the trace of 4 s is played 2.5 times in a row in each turn');
    expect(turnWords(one)).toContain('plays it 2.5 times in a row, with');
    expect(planWords(one)).toContain('; the trace of 4 s is played 2.5 times in a row in each turn; ');
    expect(turnArrivals(one, 0)).toHaveLength(18 * 2 + 5);
  });

  it('is played whole once, or in part', () => {
    expect([repeatWords(plan(COUNTS)), partWords(plan(COUNTS))]).toEqual([null, 'the whole of it']);
    expect(partWords(plan(COUNTS, { spanSeconds: 3 }))).toBe('the first 3 s of it');
  });
});
