import { formatMs, formatShare } from '../charts/format.ts';
import { afterAnswer, afterAnswerWords } from '../cost/after-answer.ts';
import { familyOf, firstOf, ownOf } from '../execution/candidate.ts';
import type { Side } from '../execution/executor.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { playsDescribed } from '../load/default-plan.ts';
import { compressionWords } from '../load/traffic-words.ts';
import { missingEventFields, missingFieldWords } from '../lock-in/event-fields.ts';
import type { Share } from '../units.ts';
import { assumedDuration } from '../workload/assumed-duration.ts';
import type { BuildReportInput } from './input.ts';
import { machineOfRun } from './machine.ts';
import type { CandidateReport, GeneratorReport } from './measurement.ts';
import { reportedTimes } from './reported-time.ts';

const nameOf = (one: CandidateReport): string => `${familyOf(one)} side`;

const LEAST_GOOD = 0.9;
/** A p95 with an interval needs 72 samples. */
const LEAST_SAMPLES = 72;
const GROWTH = 3;
const GROWN_MS = 50;
const DRIFT = 2;
const DRIFT_MS = 2;

/** Why the numbers must be read with care: what the engine said, how the load was made, what the samples show. */
export function warningsOf(
  input: BuildReportInput,
  generator: GeneratorReport,
  sides: readonly CandidateReport[],
): string[] {
  return [
    ...input.warnings,
    ...generator.reasons.map((reason) => `Unreliable: ${reason}.`),
    ...expiring(input),
    ...compressedTime(input),
    ...withoutLimits(input),
    ...otherEvents(input),
    ...input.plan.candidates.flatMap((one) => reportedTimes(familyOf(one), ownOf(one.id, input.samples))),
    ...(assumedDuration(input.workload, input.plan) === null
      ? [
          ...workAfterAnswers(input, sides),
          ...otherDuration(input, sides),
          ...sides.flatMap((side) => sideWarnings(side, input.plan)),
        ]
      : []),
  ];
}

/** Pauses between blocks are short; what matters is that the other side's block lies between two of one's own. */
function expiring({ plan }: BuildReportInput): string[] {
  const away = plan.secondsPerCandidate / plan.rounds;
  if (plan.rounds === 1 || plan.keepAliveSeconds > away) return [];
  return [
    `Environments were kept for ${plan.keepAliveSeconds} s, shorter than the container side’s turns: each turn of the function side began cold. Take fewer turns, or keep environments longer.`,
  ];
}

/** A handler that was written for other events answers what it was not asked: its figures are of something else. */
function otherEvents({ sources, workload }: BuildReportInput): string[] {
  const words = missingFieldWords(missingEventFields(sources, workload.code.handler));
  return words === null ? [] : [words];
}

function workAfterAnswers(
  { samples, workload, plan }: BuildReportInput,
  sides: readonly CandidateReport[],
): string[] {
  const cpuMs = sides.find((one) => familyOf(one) === 'function')?.usage?.cpuPerRequest ?? null;
  const own = ownOf(firstOf('function', plan.candidates), samples);
  const after = afterAnswer(own, cpuMs, workload.memoryMiB);
  return after === null ? [] : [afterAnswerWords(after)];
}

const OTHER_DURATION = 2;

/** Requests were sent, so the time that the workload assumes for one counts for nothing: where it is far off, that is said. */
function otherDuration({ workload }: BuildReportInput, sides: readonly CandidateReport[]): string[] {
  const assumed = (workload.durationSeconds ?? 0) * 1000;
  const took = sides.find((one) => familyOf(one) === 'function')?.latency.p50?.value;
  if (assumed === 0 || took === undefined) return [];
  if (assumed <= took * OTHER_DURATION && assumed >= took / OTHER_DURATION) return [];
  return [
    `The workload assumes ${formatMs(assumed)} for a request; half of them took ${formatMs(took)} or less here, and that is what is priced.`,
  ];
}

const LIMITS: Readonly<Record<string, string>> = { 'container-memory': 'memory', 'container-cpu': 'CPU' };

/** A replica that may take more than it was given is not the one that the bill is for. */
function withoutLimits({ machine, plan }: BuildReportInput): string[] {
  const lost = machineOfRun(machine, plan).capabilities.flatMap(({ id, status }) =>
    status === 'degraded' ? (LIMITS[id] ?? []) : [],
  );
  return lost.length === 0
    ? []
    : [
        `The container engine does not enforce the ${lost.join(' and ')} ${lost.length === 1 ? 'limit' : 'limits'} on this machine: replicas may have used more than the plan gives them.`,
      ];
}

/**
 * Stands with the numbers, because it changes what they mean; every distortion is named with the traffic. Of the
 * described traffic the pauses and cold starts are simulated at its own pace, as they are of a steady rate.
 */
function compressedTime({ plan, workload }: BuildReportInput): string[] {
  const words = compressionWords(plan);
  return words === null || playsDescribed(plan, workload)
    ? []
    : [
        `Time was compressed: ${words}. Cold starts after a pause, autoscaling and starts show otherwise than at the traffic’s own pace; the method says how.`,
      ];
}

/** So many ends are no accident, whatever the number of requests. */
const MANY_ENDS = 3;
/** Of the requests; above it ends are no accident either. */
const SHARE_OF_ENDS: Share = 0.01;

const ENDED: Record<Side, string> = {
  function: 'environments ended by themselves, and the next request started cold',
  container: 'replicas ended by themselves, and were restarted',
};

const RULES: readonly ((side: CandidateReport, plan: ExperimentPlan) => string | null)[] = [
  (side) => (side.requests === 0 ? `The ${nameOf(side)} was sent no request.` : null),
  (side) =>
    side.requests > 0 && side.good / side.requests < LEAST_GOOD
      ? `Unreliable: only ${formatShare(side.good / side.requests)} of the requests on the ${nameOf(side)} were answered well; latency is of those alone.`
      : null,
  (side) => {
    const { ends = null, requests } = side;
    return ends !== null && ends > 0 && (ends >= MANY_ENDS || ends > requests * SHARE_OF_ENDS)
      ? `The ${nameOf(side)}’s ${ENDED[familyOf(side)]}, ${ends === 1 ? 'once' : `${ends} times`}: by an error that nobody awaits, an exit or a full memory. The logs say which.`
      : null;
  },
  (side) =>
    side.good > 0 && side.good < LEAST_SAMPLES
      ? `The ${nameOf(side)} has only ${side.good} good answers: too few for a p95 with an interval. Run longer or at a higher rate.`
      : null,
  (side, plan) =>
    repeats(plan) && grows(side)
      ? `The ${nameOf(side)} could not keep up: its latency kept growing through the run, so a longer run would show worse numbers.`
      : null,
  (side) => {
    const medians = side.blocks.flatMap(({ p50, good }) => (good >= 20 && p50 !== null ? [p50] : []));
    const [low, high] = [Math.min(...medians), Math.max(...medians)];
    return medians.length > 1 && high > low * DRIFT && high - low > DRIFT_MS
      ? `The ${nameOf(side)} was not the same in all its turns: their medians lie between ${formatMs(low)} and ${formatMs(high)}. The intervals are wide for it.`
      : null;
  },
];

const sideWarnings = (side: CandidateReport, plan: ExperimentPlan): string[] =>
  RULES.flatMap((rule) => rule(side, plan) ?? []);

/** The first and the last third of the run are to be sent alike: a ramp's latency may grow with its rate. */
const repeats = ({ traffic, rounds }: ExperimentPlan): boolean => traffic === undefined || rounds >= 3;

/** Median second of the last third against the first third: a queue that grows shows there. */
function grows(side: CandidateReport): boolean {
  const seconds = side.timeline.filter((second) => second.count > second.errors);
  const third = Math.floor(seconds.length / 3);
  if (third < 2) return false;
  const middle = (part: typeof seconds) =>
    part.flatMap((one) => one.p50 ?? []).sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
  const [first, last] = [middle(seconds.slice(0, third)), middle(seconds.slice(-third))];
  return last > first * GROWTH && last - first > GROWN_MS;
}
