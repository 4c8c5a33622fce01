import { toProblem } from '#lib/domain/errors.ts';
import { parseTrace } from '#lib/domain/load/trace/parse-trace.ts';
import { type FromWorker, runJobs, type ToWorker } from './jobs.ts';

/** Simulates and reads files off the page's thread. To stop it the page ends the worker. */

const tell = (message: FromWorker): void => self.postMessage(message);

async function readTrace(file: Blob): Promise<void> {
  try {
    tell({ kind: 'trace', trace: parseTrace(await file.text()) });
  } catch (error) {
    tell({ kind: 'problem', problem: toProblem(error) });
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'simulate') runJobs(data.jobs, tell, () => performance.now());
  else void readTrace(data.file);
});
