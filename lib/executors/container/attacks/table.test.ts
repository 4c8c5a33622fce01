import { beforeAll, expect, it } from 'vitest';
import type { AttackRow } from '../../function/attacks/run.ts';
import { CONTAINER_ATTACKS } from './catalogue.ts';
import { runContainerAttacks } from './run.ts';

let rows: AttackRow[] = [];
beforeAll(async () => {
  rows = await runContainerAttacks('runc');
}, 240_000);

it('knows what the attacks on functions are called', () => {
  expect(CONTAINER_ATTACKS).toHaveLength(59);
});

it.each(CONTAINER_ATTACKS.map(({ name }) => name))('%s', (name) => {
  const row = rows.find((one) => one.name === name);
  expect(row, row?.evidence).toMatchObject({ name, stopped: true });
  expect(row?.layer).not.toBe('');
});
