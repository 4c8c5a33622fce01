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
 * Every engine must do the same: one table of what is expected, one file that runs it for each engine. `npm test` goes
 * through what depends on the engine (serving, walls, what a handler sees) and, for one of them, through what it does when
 * code fails; what the wrapper inside a container does has tests of its own. The bench goes through all of it for each.
 */
export function conformance(
  id: EngineUnderTest['id'],
  extent: 'engine' | 'engine and failures' | 'whole',
): void {
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
    if (whole || extent === 'engine and failures') failing(id, () => stage);
    if (!whole) return;
    servers(id, () => stage);
    leaving(id, () => stage);
    python(() => stage);
  });
}
