import { answer } from '#lib/server/http/respond.ts';
import { cancelSweep } from '#lib/server/services/sweeps.ts';

type Context = { params: Promise<{ id: string }> };

export const POST = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(await cancelSweep((await params).id)));
