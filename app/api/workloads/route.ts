import { CreateWorkload } from '#lib/domain/live/api.ts';
import { pageQuery } from '#lib/server/http/page-query.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { insertWorkload, listWorkloads } from '#lib/server/repositories/workloads.ts';

export const GET = (request: Request) =>
  answer(async () => {
    const { limit, after } = pageQuery(request);
    return Response.json(await listWorkloads(limit, after));
  });

export const POST = (request: Request) =>
  answer(async () => {
    const workload = await readJson(request, CreateWorkload);
    return Response.json(await insertWorkload(workload), { status: 201 });
  });
