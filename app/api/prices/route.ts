import { answer } from '#lib/server/http/respond.ts';
import { readOwnPrices } from '#lib/server/repositories/own-prices.ts';

export const GET = () => answer(async () => Response.json(await readOwnPrices()));
