import type { Problem } from '#lib/domain/errors.ts';
import type { FromWorker, ToWorker } from './jobs.ts';

/**
 * Gives one task to a worker of its own. @returns a function that ends it at once, whatever it does.
 * A worker that cannot be loaded is told as a problem.
 */
export function askWorker(task: ToWorker, hear: (message: FromWorker) => void): () => void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  // One that is ended while it is still being loaded reports that as an error: nobody wants to hear it.
  const over = new AbortController();
  const end = () => {
    over.abort();
    worker.terminate();
  };
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'done' || data.kind === 'problem' || data.kind === 'trace') end();
      hear(data);
    },
    { signal: over.signal },
  );
  worker.addEventListener(
    'error',
    (event) => {
      end();
      hear({ kind: 'problem', problem: broken(event.message) });
    },
    { signal: over.signal },
  );
  worker.postMessage(task);
  return end;
}

const broken = (detail: string): Problem => ({
  code: 'worker-failed',
  owner: 'ours',
  message: 'The simulator could not run in this browser.',
  remedy: 'Load the page again; crossover simulate does the same on the command line.',
  detail,
});
