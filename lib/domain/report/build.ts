import { afterAnswer, withAfterAnswer } from '../cost/after-answer.ts';
import { assessCost } from '../cost/assess.ts';
import type { Bill } from '../cost/assessment.ts';
import { assumedMeasurement, type CostMeasurement, costMeasurement } from '../cost/measurement.ts';
import { type ByCandidate, CANDIDATE_IDS, type Candidate, firstOf, ownOf } from '../execution/candidate.ts';
import type { Side } from '../execution/side.ts';
import { assessLockIn } from '../lock-in/assess.ts';
import { callbackPlace, callbackWords } from '../lock-in/callbacks.ts';
import { unjudged } from '../recommendation/judge.ts';
import { sayWherePeakUntested } from '../recommendation/peak-tested.ts';
import { recommend } from '../recommendation/verdict.ts';
import { assumedDuration, assumedWords } from '../workload/assumed-duration.ts';
import { FEWEST_BLOCKS } from './block-bootstrap.ts';
import { billsBySide, bySide } from './by-side.ts';
import { measuredCandidate } from './candidate-report.ts';
import { differencesOf } from './differences.ts';
import type { BuildReportInput } from './input.ts';
import { machineOfRun } from './machine.ts';
import type { CandidateReport, MeasuredCandidate } from './measurement.ts';
import { generatorReport } from './reliability.ts';
import { REPORT_VERSION, type Report } from './report.ts';
import { underDoubt } from './under-doubt.ts';
import { warningsOf } from './warnings.ts';

/**
 * The report of a run: everything a reader sees, from what the run left behind. Pure: the same input
 * gives the same report, byte for byte. Latency counts from the scheduled moment; only good answers
 * enter it. @throws CrossoverError when no platform sells the size that the plan asks for.
 */
export function buildReport(input: BuildReportInput): Report {
  const { workload, plan, month = null } = input;
  const assumedMs = assumedDuration(workload, plan);
  const assumed = assumedWords(workload, plan);
  const measured = plan.candidates.map((candidate) => measuredCandidate(candidate, input));
  const differences = differencesOf(plan.candidates, input.samples, plan.seed);
  const { bills, cost } = assessCost({
    workload,
    plan,
    measurement:
      assumedMs === null
        ? measurementOf(input, bySide({ candidates: measured }))
        : assumedMeasurement(assumedMs, bySide({ candidates: measured }).function.starts?.times),
    assumedMs,
    coldShare: month?.coldShare ?? null,
    book: input.book,
  });
  const candidates = measured.map((one) => ({ ...one, bill: billFor(one, bills) }));
  const sides = bySide({ candidates });
  const lockIn = assessLockIn(input.sources, workload.code.files);
  const generator = generatorOf(input, candidates);
  const warnings = warningsOf(input, generator, candidates);
  const report = underDoubt({
    version: REPORT_VERSION,
    experimentId: input.experimentId,
    createdAt: input.createdAt,
    workload,
    plan,
    machine: machineOfRun(input.machine, input.plan),
    candidates,
    baseline: CANDIDATE_IDS[0],
    differences,
    generator,
    month,
    cost,
    lockIn,
    verdict: unjudged(
      recommend({
        ...{ workload, sides, differences, lockIn, warnings, assumedMs },
        cost: billsBySide({ candidates, cost }),
      }),
    ),
    assumptions: [
      ...(assumed === null ? [...MEASURING, intervalWords(plan.rounds)] : [assumed]),
      ...callbacksOf(input),
    ],
    warnings,
  });
  return { ...report, verdict: sayWherePeakUntested(report.verdict, plan.peak) };
}

function billFor({ id }: Candidate, bills: ByCandidate<Bill>): Bill {
  const bill = bills[id];
  if (bill === undefined) throw new RangeError(`Candidate ${id} has no bill.`);
  return bill;
}

function measurementOf(
  { samples, plan, workload }: BuildReportInput,
  sides: Readonly<Record<Side, MeasuredCandidate>>,
): CostMeasurement {
  const cpuMs = sides.function.usage?.cpuPerRequest ?? null;
  const containerCpuMs = sides.container.usage?.cpuPerRequest ?? null;
  const measured = {
    ...costMeasurement(samples, plan, sides.function.starts?.times),
    ...{ cpuMs, containerCpuMs },
  };
  return withAfterAnswer(
    measured,
    afterAnswer(ownOf(firstOf('function', plan.candidates), samples), cpuMs, workload.memoryMiB),
  );
}

/** Where the run takes answers that a platform will not take. */
const callbacksOf = ({ sources, workload }: BuildReportInput): string[] => {
  const words = callbackWords(callbackPlace(sources, workload.code.handler));
  return words === null ? [] : [words];
};

const generatorOf = (input: BuildReportInput, candidates: readonly CandidateReport[]) =>
  generatorReport(
    { lateness: input.sendLateness, unsent: input.unsent ?? 0, load: input.load ?? null },
    candidates,
  );

const intervalWords = (blocks: number): string =>
  blocks < FEWEST_BLOCKS
    ? 'Intervals hold the true value with 95% confidence if requests are independent; requests that wait for each other make them too narrow, and so few turns cannot show by how much.'
    : 'Intervals (95%) are the wider of two: one takes requests as independent, the other draws whole turns anew, so that what changes from turn to turn (drift of the machine, requests that wait for each other) is in it.';

/** How the numbers were made; what the bills assume stands with the bills. */
const MEASURING: readonly string[] = [
  'Latency counts from the moment a request was due, not from when it was sent, so a stalled side cannot hide its queue.',
  'Latencies are of good answers only (the handler answered and the status is below 500); errors and throttles are counted apart.',
  'Both sides ran the same code and runtime on this machine, taking turns; the network between users and a cloud is not included.',
  'The function side has one vCPU for each 1,769 MiB, as on AWS Lambda; the container side has the vCPUs of the plan.',
];
