import type { Outcome, Side } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import { database } from '../database/database.ts';

/** Columns of `sample` in order, with how each is cast from a text array. One list serves insert and select. */
const COLUMNS = [
  ['side', 'text', 'side'],
  ['index', 'int', 'index'],
  ['block', 'int', 'block'],
  ['scheduled_at', 'float8', 'scheduledAt'],
  ['sent_at', 'float8', 'sentAt'],
  ['received_at', 'float8', 'receivedAt'],
  ['queued', 'float8', 'queued'],
  ['init', 'float8', 'init'],
  ['handler', 'float8', 'handler'],
  ['billed', 'float8', 'billed'],
  ['cold', 'bool', 'cold'],
  ['outcome', 'text', 'outcome'],
  ['status', 'int', 'status'],
  ['instance_id', 'text', 'instanceId'],
] as const satisfies readonly (readonly [string, string, keyof Sample])[];

const names = COLUMNS.map(([name]) => `"${name}"`).join(', ');
const arrays = COLUMNS.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ');

/** Many rows in one statement: `unnest` is about six times faster than createMany. */
export async function insertSamples(experimentId: string, samples: readonly Sample[]): Promise<void> {
  if (samples.length === 0) return;
  await database().pool.query(
    `INSERT INTO sample (experiment_id, ${names}) SELECT $1, * FROM unnest(${arrays})`,
    [experimentId, ...COLUMNS.map(([, , field]) => samples.map((sample) => sample[field]))],
  );
}

export async function loadSamples(experimentId: string): Promise<Sample[]> {
  const rows = await database().prisma.sampleRow.findMany({
    where: { experimentId },
    orderBy: [{ side: 'asc' }, { index: 'asc' }],
    omit: { experimentId: true },
  });
  return rows.map((row) => ({ ...row, side: row.side as Side, outcome: row.outcome as Outcome }));
}
