import { afterAll, beforeAll, describe } from 'vitest';
import { failing } from './testing/failing.ts';
import { ENGINES, openStage } from './testing/fixture.ts';
import { isolation } from './testing/isolation.ts';
import { leaving } from './testing/leaving.ts';
import { servers } from './testing/servers.ts';
import { serving } from './testing/serving.ts';

/** Every engine must do the same: one table of what is expected, one run for each engine. */
describe.each(ENGINES)('containers by $id', (engine) => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    stage = await openStage(engine);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  serving(() => stage);
  servers(engine.id, () => stage);
  failing(() => stage);
  isolation(() => stage);
  leaving(engine.id, () => stage);
});
