import type { Sample } from '#lib/domain/execution/sample.ts';
import { database } from '#lib/server/database/database.ts';

const COLUMNS = [
  ['candidate', 'text'],
  ['index', 'int'],
  ['block', 'int'],
  ['scheduledAt', 'float8'],
  ['sentAt', 'float8'],
  ['receivedAt', 'float8'],
  ['queued', 'float8'],
  ['init', 'float8'],
  ['handler', 'float8'],
  ['billed', 'float8'],
  ['cold', 'bool'],
  ['outcome', 'text'],
  ['status', 'int'],
  ['instanceId', 'text'],
] as const satisfies readonly (readonly [keyof Sample, string])[];

/** What the first release did, as the base: a row a sample through `unnest`, with its primary key. */
export async function createPlainTable(): Promise<void> {
  const columns = COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(', ');
  await database().pool.query(
    `CREATE TABLE plain (run int, ${columns}, PRIMARY KEY (run, candidate, index))`,
  );
}

export async function insertPlain(samples: readonly Sample[]): Promise<void> {
  const arrays = COLUMNS.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ');
  const values = COLUMNS.map(([name]) => samples.map((sample) => sample[name]));
  await database().pool.query(`INSERT INTO plain SELECT 1, * FROM unnest(${arrays})`, values);
}
