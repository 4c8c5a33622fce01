import { beforeAll, expect, it } from 'vitest';
import { sampleOf } from '../../function/attacks/attack.ts';
import type { AttackRow } from '../../function/attacks/run.ts';
import { CONTAINER_ATTACKS } from './catalogue.ts';
import { runContainerAttacks } from './run.ts';

/** Forgeries in one of the two languages: the table of functions has the other one. */
const SAMPLE = sampleOf(CONTAINER_ATTACKS).filter(({ name }) => !name.endsWith(', Node'));
let rows: AttackRow[] = [];
beforeAll(async () => {
  rows = await runContainerAttacks('runc', SAMPLE);
}, 240_000);

it('knows what the attacks on functions are called', () => {
  expect(CONTAINER_ATTACKS).toHaveLength(68);
});

it.each(SAMPLE.map(({ name }) => name))('%s', (name) => {
  const row = rows.find((one) => one.name === name);
  expect(row, row?.evidence).toMatchObject({ name, stopped: true });
  expect(row?.layer).not.toBe('');
});
