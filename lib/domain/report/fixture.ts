import { assessCost } from '../cost/assess.ts';
import { costMeasurement } from '../cost/measurement.ts';
import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import { ascending } from '../statistics/quantile.ts';
import { quantileRatio } from '../statistics/ratio.ts';
import { seededRandom } from '../units.ts';
import { fixtureLockIn, fixtureVerdict } from './fixture-judgement.ts';
import { fixtureSamples } from './fixture-samples.ts';
import { fixtureBuilds, fixtureMachine, fixturePlan, fixtureWorkload } from './fixture-workload.ts';
import type { BuildReportInput } from './input.ts';
import { type Difference, REPORT_VERSION, type Report } from './report.ts';
import { sideReport } from './side.ts';
import { differenceWords } from './words.ts';

const CREATED_AT = '2025-11-21T01:28:00.000Z';

/** A whole report for tests and development: the numbers are computed from generated samples. */
export function fixtureReport(): Report {
  const samples = fixtureSamples();
  const input = fixtureInput(samples);
  const sides = { function: sideReport('function', input), container: sideReport('container', input) };
  return {
    version: REPORT_VERSION,
    experimentId: input.experimentId,
    createdAt: input.createdAt,
    workload: fixtureWorkload,
    plan: fixturePlan,
    machine: fixtureMachine,
    sides,
    differences: differences(samples),
    targetMet: { function: true, container: true },
    cost: assessCost({
      workload: fixtureWorkload,
      plan: fixturePlan,
      measurement: costMeasurement(samples, fixturePlan),
    }),
    lockIn: fixtureLockIn,
    verdict: fixtureVerdict,
    assumptions: ['Network to the client is not included.'],
    warnings: [],
  };
}

/** What a run that left these samples hands to the report. */
export const fixtureInput = (samples: readonly Sample[]): BuildReportInput => ({
  experimentId: 'example',
  createdAt: CREATED_AT,
  workload: fixtureWorkload,
  plan: fixturePlan,
  machine: fixtureMachine,
  samples,
  builds: fixtureBuilds,
  instanceCounts: [],
  failures: [],
  sources: fixtureWorkload.code.files,
  sendLateness: { p99Ms: 1, maxMs: 2 },
  warnings: [],
});

const TESTED: readonly { quantity: Difference['quantity']; q: number; warm: boolean }[] = [
  { quantity: 'p50', q: 0.5, warm: false },
  { quantity: 'p95', q: 0.95, warm: false },
  { quantity: 'p99', q: 0.99, warm: false },
  { quantity: 'warm p50', q: 0.5, warm: true },
  { quantity: 'warm p95', q: 0.95, warm: true },
];

function differences(samples: readonly Sample[]): Difference[] {
  const latencies = (side: Sample['side'], warm: boolean) =>
    ascending(
      samples.filter((one) => one.side === side && isGood(one) && !(warm && one.cold)).map(latencyOf),
    );
  return TESTED.flatMap(({ quantity, q, warm }) => {
    const found = quantileRatio(
      latencies('function', warm),
      latencies('container', warm),
      q,
      seededRandom(1),
    );
    if (!found) return [];
    const difference = { quantity, ...found, sentence: '' };
    return [{ ...difference, sentence: `${differenceWords(difference)} at ${quantity}.` }];
  });
}
