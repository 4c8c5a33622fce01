import type { SampleView } from '#lib/domain/live/api.ts';
import { listSamples } from '#lib/samples/load.ts';
import { answer } from '#lib/server/http/respond.ts';

export const GET = () => answer(async () => Response.json(listSamples() satisfies SampleView[]));
