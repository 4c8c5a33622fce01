import { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import { answer, readJson } from '#lib/server/http/respond.ts';
import { startPlaygroundRun } from '#lib/server/services/start-interactive.ts';

export const POST = (request: Request) =>
  answer(async () => {
    const wish = await readJson(request, PlaygroundRequest);
    return Response.json(await startPlaygroundRun(wish), { status: 202 });
  });
