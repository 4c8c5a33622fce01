import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { blockInterval, blockTable, pooled } from './block-bootstrap.ts';
import { bySide } from './by-side.ts';
import { fixtureInput, fixtureReport } from './fixture.ts';
import type { CandidateReport, GeneratorInput } from './measurement.ts';
import { generatorReport } from './reliability.ts';
import { meetsTarget } from './target.ts';
import { warningsOf } from './warnings.ts';

const base = bySide(fixtureReport()).function;
const TARGET = { percentile: 95, ms: 200 } as const;

const side = (interval: readonly [number, number] | null, good = 1000): CandidateReport => ({
  ...base,
  requests: 1000,
  good,
  latency: { ...base.latency, p95: { value: 200, interval, samples: good }, p99: null },
});

describe('a latency target', () => {
  it('is met up to the target itself, and missed only beyond it', () => {
    expect(meetsTarget(side([190, 200]), TARGET)).toBe(true);
    expect(meetsTarget(side([190, 200.1]), TARGET)).toBeNull();
    expect(meetsTarget(side([200, 210]), TARGET)).toBeNull();
    expect(meetsTarget(side([200.1, 210]), TARGET)).toBe(false);
  });

  it('needs its own share of good answers: of 1,000, 950 are enough and 949 leave it open', () => {
    expect(meetsTarget(side([190, 199], 950), TARGET)).toBe(true);
    expect(meetsTarget(side([190, 199], 949), TARGET)).toBeNull();
    // The upper end of 935 of 1,000 is 94.9%, that of 936 is 95.0%.
    expect(meetsTarget(side([190, 199], 934), TARGET)).toBe(false);
    expect(meetsTarget(side([190, 199], 938), TARGET)).toBeNull();
  });
});

describe('a side', () => {
  const { plan } = fixtureReport();
  const warned = (change: Partial<CandidateReport>) => {
    const both = { ...side([1, 2]), blocks: [], timeline: [], ...change };
    const generator = generatorReport({ lateness: { p99Ms: 0, maxMs: 0 }, unsent: 0, load: null }, []);
    return warningsOf({ ...fixtureInput([]), plan }, generator, [both]).join(' ');
  };

  it('is unreliable below nine good answers of ten', () => {
    expect(warned({ good: 900 })).not.toContain('were answered well');
    expect(warned({ good: 899 })).toContain('were answered well');
  });

  it('has a p95 with an interval from 72 good answers on', () => {
    expect(warned({ requests: 72, good: 72 })).not.toContain('too few for a p95');
    expect(warned({ requests: 71, good: 71 })).toContain('too few for a p95');
  });
});

describe('whole turns', () => {
  it('are drawn anew from four on', () => {
    const blocks = (count: number) =>
      Array.from({ length: count }, (_, n) => Float64Array.from({ length: 50 }, (__, at) => n * 10 + at));
    const drawn = (count: number) => {
      const table = blockTable(blocks(count), pooled(blocks(count)));
      return blockInterval(table, 0.5, 30, seededRandom(1)) !== null;
    };
    expect([drawn(3), drawn(4)]).toEqual([false, true]);
  });
});

describe('a load', () => {
  const reasons = (change: Partial<GeneratorInput>, p95 = 200) =>
    generatorReport({ lateness: { p99Ms: 0, maxMs: 0 }, unsent: 0, load: null, ...change }, [
      {
        ...side(null),
        latency: { ...base.latency, p95: { value: p95, interval: null, samples: 9 }, p99: null },
      },
    ]).reasons.length;
  const late = (p99Ms: number, p95?: number) => reasons({ lateness: { p99Ms, maxMs: p99Ms } }, p95);
  const used = (change: object) => reasons({ load: { steal: 0, others: 0, waiting: 0, ...change } });

  it('is late from a fifth of the fastest tail, and never below 1 ms', () => {
    expect([late(40), late(40.1)]).toEqual([0, 1]);
    expect([late(1, 2), late(1.01, 2)]).toEqual([0, 1]);
  });

  it('is lower than planned from the first request that was not sent', () => {
    expect([reasons({ unsent: 0 }), reasons({ unsent: 1 })]).toEqual([0, 1]);
  });

  it('had too little of the machine above 2% stolen or 25% used by others', () => {
    expect([used({ steal: 0.02 }), used({ steal: 0.0201 })]).toEqual([0, 1]);
    expect([used({ others: 0.25 }), used({ others: 0.2501 })]).toEqual([0, 1]);
  });
});
