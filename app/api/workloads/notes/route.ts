import { WorkloadNotesRequest } from '#lib/domain/live/api.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { workloadNotes } from '#lib/server/services/workload-notes.ts';

export const POST = (request: Request) =>
  answer(async () => {
    const { code } = await readJson(request, WorkloadNotesRequest);
    return Response.json({ notes: await workloadNotes(code) });
  });
