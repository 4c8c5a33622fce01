import { afterAll, beforeAll, describe } from 'vitest';
import { WHOLE } from './conformance-extent.ts';
import { failing } from './failing.ts';
import { ENGINES, type EngineUnderTest, openStage } from './fixture.ts';
import { isolation } from './isolation.ts';
import { leaving } from './leaving.ts';
import { parity } from './parity.ts';
import { python } from './python.ts';
import { servers } from './servers.ts';
import { serving } from './serving.ts';

/**
 * Every engine must do the same: one table of what is expected, one file that runs it for each engine. `sample`: what
 * depends on the engine alone (serving, walls), unless the whole table is asked for; what the wrapper inside a container
 * does, and what a killed owner leaves, is gone through in full where one is tried whole, and for all by the bench.
 */
export function conformance(id: EngineUnderTest['id'], extent: 'whole' | 'sample' = 'whole'): void {
  const whole = extent === 'whole' || process.env[WHOLE] !== undefined;
  const engine = ENGINES[id];
  describe(`containers by ${id}`, () => {
    let stage: Awaited<ReturnType<typeof openStage>>;
    beforeAll(async () => {
      stage = await openStage(engine);
    });
    afterAll(() => stage?.[Symbol.asyncDispose]());

    serving(() => stage);
    isolation(() => stage);
    parity(id, () => stage);
    if (!whole) return;
    servers(id, () => stage);
    leaving(id, () => stage);
    failing(id, () => stage);
    python(() => stage);
  });
}
