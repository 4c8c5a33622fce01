import { answer } from '#lib/server/http/respond.ts';
import { cancelExperiment } from '#lib/server/services/cancel-experiment.ts';

type Context = { params: Promise<{ id: string }> };

export const POST = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(await cancelExperiment((await params).id)));
