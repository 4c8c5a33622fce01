import { type FromWorker, runJobs, type ToWorker } from './jobs.ts';
import { readTraceFile } from './read-trace.ts';

/** Simulates and reads files off the page's thread. To stop it the page ends the worker. */

const tell = (message: FromWorker): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'simulate') runJobs(data.jobs, tell, () => performance.now());
  else void readTraceFile(data.file, data.settings).then(tell);
});
