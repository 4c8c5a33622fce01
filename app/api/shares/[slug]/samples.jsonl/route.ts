import { samplesDownload } from '#lib/server/http/downloads.ts';
import { answer } from '#lib/server/http/respond.ts';
import { getSharedReport } from '#lib/server/services/get-shared-report.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ slug: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => {
    const report = found(await getSharedReport((await params).slug), 'shared report');
    return samplesDownload({ id: report.experimentId, plan: report.plan }, 'jsonl');
  });
