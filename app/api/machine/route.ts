import { answer } from '#lib/server/http/respond.ts';
import { describeMachine } from '#lib/server/services/describe-machine.ts';

export const GET = () => answer(async () => Response.json(await describeMachine()));
