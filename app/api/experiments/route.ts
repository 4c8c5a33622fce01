import { CreateExperiment } from '#lib/domain/live/api.ts';
import { answer, readJson } from '#lib/server/http/respond.ts';
import { listExperiments } from '#lib/server/repositories/experiments.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';

export const GET = () => answer(async () => Response.json(await listExperiments()));

export const POST = (request: Request) =>
  answer(async () => {
    const { workloadId, plan } = await readJson(request, CreateExperiment);
    return Response.json(await startExperiment(workloadId, plan), { status: 201 });
  });
