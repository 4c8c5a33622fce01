import type { Problem } from '#lib/domain/errors.ts';
import type { FromWorker, ToWorker } from './jobs.ts';

/**
 * Gives one task to a worker of its own. @returns a function that ends it at once, whatever it does.
 * A worker that cannot be loaded is told as a problem.
 */
export function askWorker(task: ToWorker, hear: (message: FromWorker) => void): () => void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const end = () => worker.terminate();
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'done' || data.kind === 'problem' || data.kind === 'trace') end();
    hear(data);
  });
  worker.addEventListener('error', (event) => {
    end();
    hear({ kind: 'problem', problem: broken(event.message) });
  });
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
