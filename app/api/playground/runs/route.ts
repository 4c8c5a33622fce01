import { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import { browserOf } from '#lib/server/http/browser.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { startPlaygroundRun } from '#lib/server/services/start-interactive.ts';

export const POST = (request: Request) =>
  answer(async () => {
    const wish = await readJson(request, PlaygroundRequest);
    const { id, headers } = browserOf(request);
    return Response.json(await startPlaygroundRun(id, wish), { status: 202, headers });
  });
