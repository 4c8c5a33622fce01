import type { Problem } from '#lib/domain/errors.ts';
import type { Report } from '#lib/domain/report/report.ts';
import type { Ms } from '#lib/domain/units.ts';
import { inThread } from '#lib/server/in-thread.ts';
import type { Building, ReportJob } from './messages.ts';

export interface BuildOptions {
  /** Ends the worker, and rejects with the signal's reason. */
  signal: AbortSignal;
  /** Called when the samples are read. */
  onBuilding?: (samples: number) => void;
  /** MiB of JavaScript objects that the worker may hold; beyond it the report fails, not the engine. */
  heap?: number;
  /** How long it may take; code that is slow to read on purpose must not hold a run for ever. */
  limit?: Ms;
}

/** Room for about five million samples; see the bench `storage`. */
const HEAP_MIB = 4096;
/** Two million samples take half a minute. */
const LIMIT: Ms = 10 * 60_000;

/**
 * The report of a run, built in a worker thread that reads the samples from the database of this process.
 * @throws CrossoverError as `buildRunReport`, `report-too-large` when the samples do not fit into its memory,
 * `report-too-slow`
 */
export async function buildInWorker(job: ReportJob, options: BuildOptions): Promise<Report> {
  const { signal, onBuilding, heap = HEAP_MIB, limit = LIMIT } = options;
  return inThread<Report, Building>({
    ...{ program: new URL('./worker.ts', import.meta.url), data: job },
    ...{ heap, limit, signal, tooLarge: TOO_LARGE, tooSlow: tooSlow(limit) },
    heard: ({ samples }) => onBuilding?.(samples),
  });
}

const tooSlow = (limit: Ms): Problem => ({
  code: 'report-too-slow',
  owner: 'ours',
  message: `The report of this run was not finished after ${limit / 1000} s and was ended.`,
  remedy: 'Run it again with less code or fewer requests. The samples are kept and can be downloaded.',
});

const TOO_LARGE: Problem = {
  code: 'report-too-large',
  owner: 'ours',
  message: 'The samples of this run are too many for one report.',
  remedy: 'Run it with a lower rate or fewer seconds. The samples are kept and can be downloaded.',
};
