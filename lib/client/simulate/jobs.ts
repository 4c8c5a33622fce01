import { CrossoverError, type Problem, toProblem } from '#lib/domain/errors.ts';
import type { TraceSettings } from '#lib/domain/load/trace/settings.ts';
import type { Trace } from '#lib/domain/load/trace/trace.ts';
import type { Arrivals, SimulationInput } from '#lib/domain/simulation/input.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import { simulate } from '#lib/domain/simulation/simulate.ts';
import type { Ms } from '#lib/domain/units.ts';
import { compressArrivals } from './compress.ts';

/** One simulation among those that the worker is given at once. */
export interface Job {
  key: string;
  /** What is being done, for whoever waits. */
  words: string;
  arrivals: Arrivals;
  compression: number;
  platform: SimulationInput['platform'];
  /** Of the traffic, before it is compressed; null: the arrivals end by themselves. */
  durationMs: Ms | null;
  seed: number;
  /** About how many requests: what its share of the work is taken from. */
  expected: number;
}

export type ToWorker =
  | { kind: 'simulate'; jobs: readonly Job[] }
  | { kind: 'trace'; file: Blob; settings: TraceSettings };

export interface JobProgress {
  kind: 'progress';
  words: string;
  /** Of all jobs together. */
  share: number;
  requests: number;
}

export type FromWorker =
  | JobProgress
  | { kind: 'result'; key: string; result: SimulationResult }
  | { kind: 'done'; requests: number; tookMs: Ms }
  /** A file, with its columns for a form that asks which is which. */
  | { kind: 'trace'; trace: Trace; columns: readonly string[] }
  | { kind: 'problem'; problem: Problem; columns?: readonly string[] };

const TELL_EVERY_MS = 100;

/** Runs the jobs one after the other and tells what comes of them. A problem ends it; what was told stays true. */
export function runJobs(jobs: readonly Job[], tell: (message: FromWorker) => void, now: () => Ms): void {
  const started = now();
  const all = jobs.reduce((sum, { expected }) => sum + expected, 0) || 1;
  let before = 0;
  let requests = 0;
  try {
    for (const job of jobs) {
      const result = runJob(
        job,
        (share, soFar) =>
          tell({
            kind: 'progress',
            words: job.words,
            share: Math.min(1, (before + share * job.expected) / all),
            requests: requests + soFar,
          }),
        now,
      );
      before += job.expected;
      requests += result.requests;
      tell({ kind: 'result', key: job.key, result });
    }
    tell({ kind: 'done', requests, tookMs: now() - started });
  } catch (error) {
    tell({ kind: 'problem', problem: problemOf(error) });
  }
}

function runJob(job: Job, tell: (share: number, requests: number) => void, now: () => Ms): SimulationResult {
  tell(0, 0);
  const steps = simulate(inputOf(job));
  let told = now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (now() - told < TELL_EVERY_MS) continue;
    told = now();
    tell(step.value.share, step.value.requests);
  }
}

function inputOf({ arrivals, compression, platform, durationMs, seed }: Job): SimulationInput {
  const drawnFor = durationMs ?? Number.POSITIVE_INFINITY;
  return {
    arrivals: compressArrivals(arrivals, compression, drawnFor, seed),
    platform,
    seed,
    ...(durationMs === null ? {} : { durationMs: durationMs / compression }),
  };
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof RangeError)) return toProblem(error);
  return toProblem(
    new CrossoverError({
      code: 'simulation-too-large',
      owner: 'yours',
      message: `The simulation does not fit this page's memory: ${error.message}`,
      remedy: 'Simulate less time or less traffic, or take the time compression back.',
    }),
  );
}
