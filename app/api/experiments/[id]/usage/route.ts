import { answer } from '#lib/server/http/respond.ts';
import { measuredUsage } from '#lib/server/services/measured-usage.ts';

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(await measuredUsage((await params).id)));
