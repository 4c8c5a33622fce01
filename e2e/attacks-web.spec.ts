import { expect, test } from '@playwright/test';
import { runWebAttack, WEB_ATTACKS, webArena } from '#lib/server/web/attacks/run.ts';

/** Those of `npm run -s bench -- attacks-web` that need no crowd. */
for (const attack of WEB_ATTACKS.filter(({ only }) => only === undefined))
  test(`stops ${attack.name}`, async () => {
    const row = await runWebAttack(attack, webArena(process.env.CROSSOVER_URL ?? ''));
    expect(row, row.evidence).toMatchObject({ stopped: true });
  });
