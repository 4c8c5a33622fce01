import { afterAll, beforeAll, describe } from 'vitest';
import { failing } from './failing.ts';
import { ENGINES, type EngineUnderTest, openStage } from './fixture.ts';
import { isolation } from './isolation.ts';
import { leaving } from './leaving.ts';
import { parity } from './parity.ts';
import { python } from './python.ts';
import { servers } from './servers.ts';
import { serving } from './serving.ts';

/** Every engine must do the same: one table of what is expected, one file that runs it for each engine. */
export function conformance(id: EngineUnderTest['id']): void {
  const engine = ENGINES[id];
  describe(`containers by ${id}`, () => {
    let stage: Awaited<ReturnType<typeof openStage>>;
    beforeAll(async () => {
      stage = await openStage(engine);
    });
    afterAll(() => stage?.[Symbol.asyncDispose]());

    serving(() => stage);
    servers(id, () => stage);
    failing(id, () => stage);
    isolation(() => stage);
    python(() => stage);
    parity(id, () => stage);
    leaving(id, () => stage);
  });
}
