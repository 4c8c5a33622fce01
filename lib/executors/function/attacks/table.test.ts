import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../host/home.ts';
import { runAttacksAsUser } from './as-user.ts';
import { type Attack, sampleOf } from './attack.ts';
import { FORGERIES } from './figures/forgeries.ts';
import { runRuntimeApiForgeries } from './figures/runtime-api.ts';
import { ATTACKS, type AttackRow, ON_THE_USER, runAttacks } from './run.ts';

const readableByAll = (path: string): boolean =>
  (statSync(path).mode & 0o005) === 0o005 && (path === '/' || readableByAll(dirname(path)));
const CAN_BECOME_SOMEONE = process.getuid?.() === 0 && readableByAll(projectRoot);

/** The attacks run once; each is a test of its own. */
function eachIsStopped(run: () => Promise<AttackRow[]>, attacks: readonly Pick<Attack, 'name'>[]): void {
  let rows: AttackRow[] = [];
  beforeAll(async () => {
    rows = await run();
  }, 240_000);
  it.each(attacks.map(({ name }) => name))('%s', (name) => {
    const row = rows.find((one) => one.name === name);
    expect(row, row?.evidence).toMatchObject({ name, stopped: true });
    expect(row?.layer).not.toBe('');
  });
}

const SAMPLE = sampleOf(ATTACKS);
describe('attacks on sandboxes of this user', () => eachIsStopped(() => runAttacks(false, SAMPLE), SAMPLE));

// The bench `attacks` runs all of them there, too.
describe.runIf(CAN_BECOME_SOMEONE)('attacks on sandboxes of an engine that is an ordinary user', () =>
  eachIsStopped(() => runAttacksAsUser(undefined, 'sample'), sampleOf(ON_THE_USER)),
);

/** In one of the two languages: the table of containers has the other one. */
const FORGED = FORGERIES.filter(({ name }) => name.endsWith(', Node'));
describe('figures that code forges behind the Runtime API', () =>
  eachIsStopped(() => runRuntimeApiForgeries(FORGED), FORGED));
