import { samplesDownload } from '#lib/server/http/downloads.ts';
import { answer } from '#lib/server/http/respond.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => {
    const experiment = found(await findExperiment((await params).id), 'experiment');
    return samplesDownload(experiment, 'jsonl');
  });
