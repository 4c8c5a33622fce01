import { answer } from '#lib/server/http/respond.ts';
import { revokeShare } from '#lib/server/repositories/reports.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ slug: string }> };

export const DELETE = (_request: Request, { params }: Context) =>
  answer(async () => {
    found((await revokeShare((await params).slug)) || null, 'shared report');
    return new Response(null, { status: 204 });
  });
