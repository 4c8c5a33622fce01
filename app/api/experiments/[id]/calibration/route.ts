import { answer } from '#lib/server/http/respond.ts';
import { calibrateSimulation } from '#lib/server/services/calibrate-simulation.ts';

type Context = { params: Promise<{ id: string }> };

export const GET = (_request: Request, { params }: Context) =>
  answer(async () => Response.json(await calibrateSimulation((await params).id)));
