import { expect, it } from 'vitest';
import { buildRunReport } from '../build-run-report.ts';
import { fixtureInput } from '../fixture.ts';
import { fixtureSamples } from '../fixture-samples.ts';
import type { UsageSpan } from '../usage.ts';
import stored from './testing/3-seed.json' with { type: 'json' };
import { readReport } from './versions.ts';

const span = (candidate: UsageSpan['candidate'], kind: UsageSpan['kind'], cpuTime: number): UsageSpan => ({
  ...{ candidate, kind, cpuTime, length: 30_000, memory: 60e6, memoryPeak: 80e6, ends: 0, instances: 1 },
});

/** All that a run leaves behind, from one seed. */
const input = () => ({
  ...fixtureInput(fixtureSamples(7)),
  usage: [
    ...[span('a', 'measured', 5400), span('b', 'idle', 20)],
    ...[span('b', 'measured', 4300), span('a', 'idle', 10)],
  ],
  starts: [{ candidate: 'b' as const, init: 71 }],
  forced: {
    a: { wanted: 4, times: [61, 58, 66, 60], problem: null },
    b: { wanted: 4, times: [90, 84, 88], problem: 'It broke.' },
  },
  instanceCounts: [{ candidate: 'a' as const, second: 3, instances: 4 }],
  failures: [
    { candidate: 'a' as const, outcome: 'handler-error' as const, message: 'it threw', log: 'x', count: 2 },
  ],
});

it('a seed gives the report that it gave when it was stored', () => {
  expect(JSON.parse(JSON.stringify(buildRunReport(input())))).toEqual(readReport(stored));
});
