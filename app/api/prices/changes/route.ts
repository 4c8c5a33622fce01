import { PriceChange } from '#lib/domain/prices/own-prices.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { changePrice, takeBackPrice } from '#lib/server/services/own-prices.ts';

export const PUT = (request: Request) =>
  answer(async () => Response.json(await changePrice(await readJson(request, PriceChange))));

const Named = PriceChange.omit({ price: true });

export const DELETE = (request: Request) =>
  answer(async () => {
    const { tier, ...named } = Object.fromEntries(new URL(request.url).searchParams);
    return Response.json(await takeBackPrice(Named.parse({ ...named, tier: Number(tier ?? 0) })));
  });
