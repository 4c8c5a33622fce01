import { CreateExperiment } from '#lib/domain/live/api.ts';
import { experimentsQuery } from '#lib/server/http/page-query.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { listExperiments } from '#lib/server/repositories/experiment-list.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';

export const GET = (request: Request) =>
  answer(async () => Response.json(await listExperiments(experimentsQuery(request))));

export const POST = (request: Request) =>
  answer(async () => {
    const { workloadId, plan } = await readJson(request, CreateExperiment);
    return Response.json(await startExperiment(workloadId, plan), { status: 201 });
  });
