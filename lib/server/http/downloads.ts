import { samplesToCsv } from '#lib/domain/report/csv.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { loadSamples } from '../repositories/samples.ts';

const attachment = (name: string, type: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
});

export const reportDownload = (report: Report): Response =>
  new Response(JSON.stringify(report, null, 2), {
    headers: attachment(`crossover-${report.experimentId}.json`, 'application/json; charset=utf-8'),
  });

export async function samplesDownload(experimentId: string): Promise<Response> {
  return new Response(samplesToCsv(await loadSamples(experimentId)), {
    headers: attachment(`crossover-${experimentId}.csv`, 'text/csv; charset=utf-8'),
  });
}
