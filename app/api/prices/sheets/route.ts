import { OwnSheet } from '#lib/domain/prices/own-prices.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { addSheet, removeSheet } from '#lib/server/services/own-prices.ts';

export const POST = (request: Request) =>
  answer(async () => Response.json(await addSheet(await readJson(request, OwnSheet)), { status: 201 }));

export const DELETE = (request: Request) =>
  answer(async () => {
    const key = new URL(request.url).searchParams.get('key') ?? '';
    return Response.json(await removeSheet(key));
  });
