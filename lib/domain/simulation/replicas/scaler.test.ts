import { describe, expect, it } from 'vitest';
import { SimulationInput, type SimulationInputDraft } from '../input.ts';
import { simulateNow } from '../simulate.ts';

const run = (scaling: object, overrides: Partial<SimulationInputDraft> = {}, platform: object = {}) =>
  simulateNow(
    SimulationInput.parse({
      arrivals: { kind: 'poisson', ratePerSecond: 40 },
      platform: {
        kind: 'replicas',
        service: { kind: 'fixed', ms: 500 },
        start: { kind: 'fixed', ms: 3000 },
        concurrency: 4,
        scaling,
        ...platform,
      },
      durationMs: 3_600_000,
      ...overrides,
    }),
  );

describe('replicas that follow the autoscalers of the container side', () => {
  it('HPA: settles where the places in use are near the target', () => {
    // 20 requests at once on 4 places each: 5 replicas at 100%, 10 at 50%.
    const result = run({ kind: 'hpa', max: 50, targetPercent: 50 });
    const settled = result.series.slice(result.series.length / 2);
    const mean = settled.reduce((sum, span) => sum + span.instances, 0) / settled.length;
    expect(mean).toBeGreaterThan(9);
    expect(mean).toBeLessThan(13);
    expect(result.throttled + result.timedOut).toBe(0);
  });

  it('HPA with a target per replica: settles at the total over the target', () => {
    const on = (metric: object) => {
      const result = run({ kind: 'hpa', max: 50, metric });
      const settled = result.series.slice(result.series.length / 2);
      return settled.reduce((sum, span) => sum + span.instances, 0) / settled.length;
    };
    // 20 requests at once, two for each: 10 replicas; 40/s, 8/s for each: 5, which have the places for it.
    const concurrency = on({ kind: 'total', of: 'concurrency', target: 2 });
    expect(concurrency).toBeGreaterThan(9);
    expect(concurrency).toBeLessThan(14);
    const rate = on({ kind: 'total', of: 'rate', target: 4 });
    expect(rate).toBeGreaterThan(9);
    expect(rate).toBeLessThan(14);
    expect(on({ kind: 'per-replica', of: 'rate', target: 4 })).toBeCloseTo(rate, 0);
  });

  it('HPA on a queue: goes to zero where a total allows it, and comes back at its next look', () => {
    const arrivals = { kind: 'times' as const, atMs: [1_800_001] };
    const metric = { kind: 'total', of: 'waiting', target: 5 };
    const result = run({ kind: 'hpa', min: 0, initial: 2, metric }, { arrivals });
    const at = (ms: number) => result.series.find((span) => span.toMs > ms)?.instances ?? -1;
    expect([at(0) > 0, at(1_000_000)]).toEqual([true, 0]);
    // 15 s to the next look, 3 s of start, 0.5 s of work.
    expect(result.latency.cold).toMatchObject({ count: 1 });
    expect(result.latency.cold.max).toBeGreaterThan(3500);
    expect(result.latency.cold.max).toBeLessThanOrEqual(18_500);
  });

  it.each([
    [{ min: 21, max: 20 }, /At most max/],
    [{ min: 0 }, /only a total is seen without a replica/],
    [{ targetPercent: 50, metric: { kind: 'cpu' } }, /either targetPercent or metric/],
    [{ metric: { kind: 'total', of: 'waiting', target: 0 } }, /More than 0/],
  ])('HPA: %j is refused', (scaling, words) => {
    expect(() => run({ kind: 'hpa', ...scaling })).toThrow(words);
  });

  it('takes as few replicas as there may be at most, and no more', () => {
    expect(() => run({ kind: 'kpa', min: 4, max: 3 })).toThrow(/At most max/);
    for (const kind of ['hpa', 'kpa'])
      expect(run({ kind, min: 3, max: 3 }, { durationMs: 60_000 }).usage.peakInstances).toBe(3);
  });

  it('HPA: never below the least nor above the most', () => {
    const capped = run({ kind: 'hpa', min: 2, max: 3, targetPercent: 50 }, {}, { queueLimit: 10 });
    expect(capped.usage.peakInstances).toBe(3);
    expect(Math.min(...capped.series.map((span) => span.instances))).toBeGreaterThanOrEqual(2);
    expect(capped.throttled).toBeGreaterThan(0);
  });

  it('KPA: panics for a spike, follows the concurrency, and goes to zero after it', () => {
    const spike = {
      kind: 'spike',
      basePerSecond: 0,
      peakPerSecond: 40,
      afterSeconds: 600,
      holdSeconds: 900,
    } as const;
    const result = run({ kind: 'kpa' }, { arrivals: spike });
    const at = (ms: number) => result.series.find((span) => span.toMs > ms)?.instances ?? -1;
    expect(at(300_000)).toBe(0);
    // 20 at once over 70% of 4: 7.1, so 8.
    expect(at(1_200_000)).toBeGreaterThanOrEqual(7);
    expect(at(1_200_000)).toBeLessThanOrEqual(9);
    expect(at(2_400_000)).toBe(0);
    expect(result.cold).toBeGreaterThan(0);
    expect(result.latency.cold.max).toBeGreaterThan(3000);
  });

  it('the longer a start takes, the longer the first requests wait', () => {
    const p999 = (ms: number) =>
      run({ kind: 'kpa' }, {}, { start: { kind: 'fixed', ms } }).latency.all.p999 ?? Number.NaN;
    expect(p999(20_000)).toBeGreaterThan(p999(1000));
  });
});
