import { expect, test } from '@playwright/test';
import { type ActName, Client } from '#lib/bench/crowd/client.ts';
import { seededRandom } from '#lib/domain/units.ts';
import { finishedRun } from './support/seed.ts';

const CLIENTS = 5;
const ACTS: readonly ActName[] = ['page', 'press', 'wizard', 'report', 'live'];

/** A small one of `npm run -s bench -- crowd`: each client begins with another act, and does all. */
test('a few browsers at once are all served, and none is dropped in silence', async ({ request }) => {
  const experiments = [await finishedRun(request)];
  const clients = Array.from(
    { length: CLIENTS },
    (_, n) => new Client(process.env.CROSSOVER_URL ?? '', n, seededRandom(n)),
  );
  await Promise.all(
    clients.map(async (client, n) => {
      for (const act of [...ACTS.slice(n), ...ACTS.slice(0, n)]) await client.act(act, experiments);
    }),
  );
  const acts = clients.flatMap((client) => client.acts);
  expect(acts).toHaveLength(CLIENTS * ACTS.length);
  expect(acts.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
});
