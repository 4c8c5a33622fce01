import type { Sample } from '../execution/sample.ts';
import { buildReport } from './build.ts';
import { fixtureSamples } from './fixture-samples.ts';
import { fixtureBuilds, fixtureMachine, fixturePlan, fixtureWorkload } from './fixture-workload.ts';
import type { BuildReportInput } from './input.ts';
import type { Report } from './report.ts';

/** A whole report for tests and development, built as a real one is, from generated samples. */
export const fixtureReport = (): Report => buildReport(fixtureInput(fixtureSamples()));

/** What a run that left these samples hands to the report. */
export const fixtureInput = (samples: readonly Sample[]): BuildReportInput => ({
  experimentId: 'example',
  createdAt: '2025-11-21T01:28:00.000Z',
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
