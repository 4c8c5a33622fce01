import { answer } from '#lib/server/http/respond.ts';
import { getSweep } from '#lib/server/services/sweeps.ts';

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(await getSweep((await params).id)));
