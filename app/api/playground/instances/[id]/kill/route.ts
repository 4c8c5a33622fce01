import { browserOf } from '#lib/server/http/browser.ts';
import { answer } from '#lib/server/http/respond.ts';
import { killInstance } from '#lib/server/services/start-interactive.ts';

type Context = { params: Promise<{ id: string }> };

export const POST = (request: Request, { params }: Context) =>
  answer(async () => {
    await killInstance(browserOf(request).id, (await params).id);
    return new Response(null, { status: 202 });
  });
