import { answer } from '#lib/server/http/respond.ts';
import { findWorkload } from '#lib/server/repositories/workloads.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(found(await findWorkload((await params).id), 'workload')));
