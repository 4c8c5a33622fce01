import type { Side } from '../../execution/executor.ts';
import { isGood, type Sample } from '../../execution/sample.ts';
import type { ExperimentPlan } from '../../experiment/plan.ts';
import { isMeasured, ranAtAll } from '../../report/candidate-report.ts';
import type { MiB, Ms, PerSecond } from '../../units.ts';
import { SimulationInput } from '../input.ts';
import type { Distribution } from '../random/distribution.ts';

/** A run as the simulator would repeat it, with what had to be assumed. */
export interface Calibration {
  side: Side;
  /** The same requests at the same times, on a platform with the measured times. */
  input: SimulationInput;
  /** Requests per second while this side was sent any. */
  ratePerSecond: PerSecond;
  /** What was measured and what was not, for the reader. */
  notes: string[];
}

export interface MeasuredRun {
  side: Side;
  /** Of this side, in any order; warm-up included. */
  samples: readonly Sample[];
  plan: ExperimentPlan;
  memoryMiB: MiB;
}

/** Drawn from at random, so more values than this tell nothing more. */
const MOST_VALUES = 20_000;

/**
 * Simulation input from measured samples: empirical service and init times, arrivals as they were
 * scheduled, keep-alive and limits of the plan. Null when no request of that side was served.
 */
export function calibrate(run: MeasuredRun): Calibration | null {
  const own = run.samples;
  const measured = own.filter(isMeasured).sort((a, b) => a.scheduledAt - b.scheduledAt);
  const ran = measured.filter(ranAtAll);
  const first = measured[0];
  if (first === undefined || ran.length === 0) return null;
  const platform = run.side === 'function' ? functions(run, own, ran) : replicas(run, own, ran);
  const atMs = measured.map((sample) => Math.max(0, sample.scheduledAt - first.scheduledAt));
  return {
    side: run.side,
    input: SimulationInput.parse({
      arrivals: { kind: 'times', atMs },
      platform: platform.spec,
      seed: run.plan.seed,
    }),
    ratePerSecond: run.plan.ratePerSecond,
    notes: [
      `${ran.length.toLocaleString('en-US')} requests that ran; each simulated one takes as long as one of them, drawn at random.`,
      ...platform.notes,
    ],
  };
}

/** Time that a request kept its instance: from sending to the answer, without waiting and init. */
export const serviceOf = (sample: Sample): Ms =>
  Math.max(0, sample.receivedAt - sample.sentAt - sample.queued - sample.init);

function empirical(values: readonly Ms[]): Distribution {
  const every = Math.max(1, Math.ceil(values.length / MOST_VALUES));
  return { kind: 'empirical', valuesMs: values.filter((_, index) => index % every === 0) };
}

const initsOf = (samples: readonly Sample[]): Ms[] =>
  samples.filter((sample) => sample.cold && sample.init > 0).map((sample) => sample.init);

function functions({ plan, memoryMiB }: MeasuredRun, own: readonly Sample[], ran: readonly Sample[]) {
  const inits = initsOf(own);
  const warm = ran.filter((sample) => !sample.cold).map(serviceOf);
  return {
    spec: {
      kind: 'functions',
      warm: empirical(warm.length > 0 ? warm : ran.map(serviceOf)),
      init: inits.length > 0 ? empirical(inits) : { kind: 'fixed', ms: 0 },
      keepAlive: { kind: 'fixed', ms: plan.keepAliveSeconds * 1000 },
      maxConcurrency: plan.maxConcurrency,
      warmAtStart: warmAtStart(ran),
      memoryMiB,
    } as const,
    notes: [
      `Keep-alive ${plan.keepAliveSeconds} s and at most ${plan.maxConcurrency} instances, as in the run.`,
      inits.length > 0
        ? `${inits.length} measured inits, those of the warm-up included.`
        : 'No init was measured: cold starts take no extra time, which is too good.',
    ],
  };
}

/** Instances that did not start in the measured part: there from the warm-up. */
function warmAtStart(ran: readonly Sample[]): number {
  const firsts = new Map<string, Sample>();
  for (const sample of ran)
    if (sample.instanceId !== null && !firsts.has(sample.instanceId)) firsts.set(sample.instanceId, sample);
  return [...firsts.values()].filter((sample) => !sample.cold).length;
}

function replicas({ plan, memoryMiB }: MeasuredRun, own: readonly Sample[], ran: readonly Sample[]) {
  const concurrency = mostAtOnce(ran);
  const starts = initsOf(own);
  return {
    spec: {
      kind: 'replicas',
      service: empirical(
        ran.filter(isGood).length > 0 ? ran.filter(isGood).map(serviceOf) : ran.map(serviceOf),
      ),
      ...(starts.length > 0 ? { start: empirical(starts) } : {}),
      concurrency,
      scaling: { kind: 'fixed', replicas: plan.replicas },
      memoryMiB,
    } as const,
    notes: [
      `A replica was seen to serve up to ${concurrency} at once, and may serve no more here; its times are those of this load and do not grow with more.`,
      starts.length > 0
        ? `${starts.length} measured starts.`
        : 'No start of a replica was measured: 30 s are assumed where one is needed.',
    ],
  };
}

/** Most requests that one instance was working on at the same time. */
export function mostAtOnce(samples: readonly Sample[]): number {
  const changes = samples
    .flatMap((sample) => {
      const instance = sample.instanceId ?? '';
      const from = sample.receivedAt - serviceOf(sample);
      return [
        { instance, at: from, by: 1 },
        { instance, at: sample.receivedAt, by: -1 },
      ];
    })
    // An answer at the instant of the next request frees its place first.
    .sort((a, b) => a.at - b.at || a.by - b.by);
  const now = new Map<string, number>();
  return changes.reduce((most, { instance, by }) => {
    const count = (now.get(instance) ?? 0) + by;
    now.set(instance, count);
    return Math.max(most, count);
  }, 1);
}
