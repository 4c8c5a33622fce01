import { CreateSweep } from '#lib/domain/live/api.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { startSweep } from '#lib/server/services/sweeps.ts';

export const POST = (request: Request) =>
  answer(async () => {
    const { workloadId, axes, plan } = await readJson(request, CreateSweep);
    return Response.json(await startSweep(workloadId, axes, plan), { status: 201 });
  });
