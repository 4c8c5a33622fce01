import { answer } from '#lib/server/http/respond.ts';
import { startLessonRun } from '#lib/server/services/start-interactive.ts';

type Context = { params: Promise<{ slug: string }> };

export const POST = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(await startLessonRun((await params).slug), { status: 202 }));
