import { CreateWorkload } from '#lib/domain/live/api.ts';
import { answer, readJson } from '#lib/server/http/respond.ts';
import { insertWorkload, listWorkloads } from '#lib/server/repositories/workloads.ts';

export const GET = () => answer(async () => Response.json(await listWorkloads()));

export const POST = (request: Request) =>
  answer(async () => {
    const workload = await readJson(request, CreateWorkload);
    return Response.json(await insertWorkload(workload), { status: 201 });
  });
