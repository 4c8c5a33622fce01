import { reportDownload } from '#lib/server/http/downloads.ts';
import { answer } from '#lib/server/http/respond.ts';
import { findReport } from '#lib/server/repositories/reports.ts';
import { isUuid } from '#lib/server/repositories/uuid.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => {
    const { id } = await params;
    return reportDownload(found(isUuid(id) ? await findReport(id) : null, 'finished report'));
  });
