import { Worker } from 'node:worker_threads';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Report } from '#lib/domain/report/report.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { ReportJob, ReportMessage } from './messages.ts';

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
 * @throws CrossoverError as `buildRunReport`, `report-too-large` when the samples do not fit into its memory
 */
export async function buildInWorker(job: ReportJob, options: BuildOptions): Promise<Report> {
  const { signal, onBuilding, heap = HEAP_MIB, limit = LIMIT } = options;
  signal.throwIfAborted();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: job,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: heap },
  });
  return await new Promise((resolve, reject) => {
    const abort = () => settle(() => reject(signal.reason));
    const settle = (end: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      end();
      void worker.terminate();
    };
    const timer = setTimeout(() => settle(() => reject(tooSlow(limit))), limit);
    signal.addEventListener('abort', abort);
    worker.on('message', (message: ReportMessage) => {
      if (message.kind === 'building') onBuilding?.(message.samples);
      if (message.kind === 'report') settle(() => resolve(message.report));
      if (message.kind === 'failed') settle(() => reject(new CrossoverError(message.problem)));
    });
    worker.on('error', (error) => settle(() => reject(isTooLarge(error) ? tooLarge(error) : error)));
    worker.on('exit', (code) =>
      settle(() => reject(new Error(`The thread of the report ended with ${code}.`))),
    );
  });
}

const isTooLarge = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooSlow = (limit: Ms): CrossoverError =>
  new CrossoverError({
    code: 'report-too-slow',
    owner: 'ours',
    message: `The report of this run was not finished after ${limit / 1000} s and was ended.`,
    remedy: 'Run it again with less code or fewer requests. The samples are kept and can be downloaded.',
  });

const tooLarge = (cause: Error): CrossoverError =>
  new CrossoverError(
    {
      code: 'report-too-large',
      owner: 'ours',
      message: 'The samples of this run are too many for one report.',
      remedy: 'Run it with a lower rate or fewer seconds. The samples are kept and can be downloaded.',
    },
    { cause },
  );
