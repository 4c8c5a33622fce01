import { describe, expect, it } from 'vitest';
import { bySide } from './by-side.ts';
import { fixtureReport } from './fixture.ts';
import type { CandidateReport } from './measurement.ts';
import { meetsTarget } from './target.ts';

const base = bySide(fixtureReport()).function;
const target = { percentile: 95, ms: 100 } as const;
const side = (p95: CandidateReport['latency']['p95'], good = 1000, requests = 1000): CandidateReport => ({
  ...base,
  good,
  requests,
  latency: { ...base.latency, p95 },
});
const measured = (low: number, high: number) => ({
  value: (low + high) / 2,
  interval: [low, high] as const,
  samples: 1000,
});

describe('meetsTarget', () => {
  it.each([
    ['the whole interval is below', side(measured(60, 90)), true],
    ['the whole interval is above', side(measured(101, 120)), false],
    ['the target lies inside', side(measured(90, 110)), null],
    ['too few samples', side(null), null],
    ['nothing was answered well', side(null, 0, 10), false],
    ['nothing was sent', side(null, 0, 0), null],
    ['fast, but half of the requests failed', side(measured(60, 90), 500), false],
    ['fast, and the failed share is not told apart from 5%', side(measured(60, 90), 945), null],
    ['slow, and some failed', side(measured(101, 120), 945), false],
  ])('%s', (_, measuredSide, met) => {
    expect(meetsTarget(measuredSide, target)).toBe(met);
  });
});
