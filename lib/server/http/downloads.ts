import { CrossoverError } from '#lib/domain/errors.ts';
import type { Candidate } from '#lib/domain/execution/candidate.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import { csvHeader, csvRows } from '#lib/domain/report/csv.ts';
import { jsonLines } from '#lib/domain/report/json-lines.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { samplesDeletedAt } from '../repositories/experiments.ts';
import { readSampleChunks } from '../repositories/samples.ts';

const attachment = (name: string, type: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
});

export const reportDownload = (report: Report): Response =>
  new Response(JSON.stringify(report, null, 2), {
    headers: attachment(`crossover-${report.experimentId}.json`, 'application/json; charset=utf-8'),
  });

interface Format {
  type: string;
  head: string;
  body(samples: Iterable<Sample>, candidates: readonly Candidate[]): string;
}

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', head: csvHeader(), body: csvRows },
  jsonl: { type: 'application/jsonl; charset=utf-8', head: '', body: jsonLines },
} satisfies Record<string, Format>;

/**
 * The raw samples of an experiment, written as they are read: a million of them are never one text in memory.
 * @throws CrossoverError `samples-deleted` when the retention setting had them removed.
 */
export async function samplesDownload(
  { id: experimentId, plan }: Pick<ExperimentView, 'id' | 'plan'>,
  format: keyof typeof FORMATS = 'csv',
): Promise<Response> {
  await requireKept(experimentId);
  const { type, head, body } = FORMATS[format];
  const encoder = new TextEncoder();
  const chunks = readSampleChunks(experimentId);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(head)),
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(body(value, plan.candidates)));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return new Response(stream, { headers: attachment(`crossover-${experimentId}.${format}`, type) });
}

async function requireKept(experimentId: string): Promise<void> {
  const deletedAt = await samplesDeletedAt(experimentId);
  if (deletedAt === null) return;
  throw new CrossoverError({
    code: 'samples-deleted',
    owner: 'yours',
    message: `The raw samples of this run were removed on ${deletedAt.toISOString().slice(0, 10)}, as CROSSOVER_KEEP_SAMPLES_DAYS says.`,
    remedy: 'The report is kept: use its JSON. Set more days before the next run to keep samples longer.',
  });
}
