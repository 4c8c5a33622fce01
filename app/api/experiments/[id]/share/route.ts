import { answer } from '#lib/server/http/respond.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { listShares } from '#lib/server/repositories/reports.ts';
import { found } from '#lib/server/services/not-found.ts';
import { shareReport } from '#lib/server/services/share-report.ts';

type Context = { params: Promise<{ id: string }> };

const experimentId = async ({ params }: Context) =>
  found(await findExperiment((await params).id), 'experiment').id;

export const GET = (_request: Request, context: Context) =>
  answer(async () => Response.json(await listShares(await experimentId(context))));

export const POST = (_request: Request, context: Context) =>
  answer(async () => Response.json(await shareReport(await experimentId(context)), { status: 201 }));
