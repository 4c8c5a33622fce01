// Builds one report in a thread of its own: millions of samples take many seconds, and the engine has others to serve.
import { parentPort, workerData } from 'node:worker_threads';
import { toProblem } from '#lib/domain/errors.ts';
import { buildRunReport } from '#lib/domain/report/build-run-report.ts';
import { database } from '#lib/server/database/database.ts';
import { loadSamples } from '#lib/server/repositories/samples.ts';
import type { ReportJob, ReportMessage } from './messages.ts';

const tell = (message: ReportMessage) => parentPort?.postMessage(message);

async function build(job: ReportJob): Promise<void> {
  const samples = await loadSamples(job.experimentId);
  tell({ kind: 'building', samples: samples.length });
  tell({ kind: 'result', result: buildRunReport({ ...job, samples }) });
}

try {
  await build(workerData as ReportJob);
} catch (error) {
  tell({ kind: 'failed', problem: toProblem(error) });
} finally {
  await database().close();
}
