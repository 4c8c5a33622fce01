import type { CandidateId } from '#lib/domain/execution/candidate.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import { database } from '../database/database.ts';
import { type Chunk, COLUMN_NAMES, fromChunk, toChunk } from './sample-columns.ts';

const names = COLUMN_NAMES.join(', ');
const places = COLUMN_NAMES.map((_, at) => `$${at + 8}`).join(', ');

/** The chunk and the experiment's count in one statement: both are there, or neither. */
const INSERT = `WITH stored AS (
    INSERT INTO sample_chunk (experiment_id, candidate, block, first_index, count, outcomes, instances, ${names})
    VALUES ($1, $2, $3, $4, $5, $6, $7, ${places})
    RETURNING count
  )
  UPDATE experiment SET samples = samples + stored.count FROM stored WHERE id = $1`;

/** More in one row would make one message of many megabytes. */
const MOST_IN_A_CHUNK = 50_000;

/**
 * Stores samples, one row for each candidate and block among them. Two tries to store the same ones end in
 * an error of the database (`duplicate key`), never in samples that count twice.
 */
export async function insertSamples(experimentId: string, samples: readonly Sample[]): Promise<void> {
  for (const group of Map.groupBy(samples, ({ candidate, block }) => `${candidate} ${block}`).values()) {
    for (let from = 0; from < group.length; from += MOST_IN_A_CHUNK) {
      const [first, ...rest] = group.slice(from, from + MOST_IN_A_CHUNK);
      if (first !== undefined) await insertChunk(experimentId, first.index, toChunk([first, ...rest]));
    }
  }
}

async function insertChunk(experimentId: string, firstIndex: number, chunk: Chunk): Promise<void> {
  const { candidate, block, count, outcomes, instances, columns } = chunk;
  const values = COLUMN_NAMES.map((name) => columns[name]);
  await database().pool.query({
    name: 'insert-sample-chunk',
    text: INSERT,
    values: [experimentId, candidate, block, firstIndex, count, outcomes, instances, ...values],
  });
}

type Row = Chunk['columns'] & {
  candidate: CandidateId;
  block: number;
  count: number;
  outcomes: string[];
  instances: string[];
};

/** How many chunks are read at once: a million samples never lie in memory as one answer of the database. */
const CHUNKS_AT_ONCE = 64;

/** The samples of an experiment chunk by chunk, a candidate after the other, in the order in which they were stored. */
export async function* readSampleChunks(experimentId: string): AsyncGenerator<Sample[]> {
  let after: readonly [string, number] = ['', 0];
  for (;;) {
    const { rows } = await database().pool.query<Row & { first_index: number }>({
      name: 'read-sample-chunks',
      text: `SELECT candidate, block, first_index, count, outcomes, instances, ${names} FROM sample_chunk
        WHERE experiment_id = $1 AND (candidate, first_index) > ($2, $3)
        ORDER BY candidate, first_index LIMIT ${CHUNKS_AT_ONCE}`,
      values: [experimentId, ...after],
    });
    for (const row of rows) yield fromChunk({ ...row, columns: row });
    const last = rows.at(-1);
    if (last === undefined || rows.length < CHUNKS_AT_ONCE) return;
    after = [last.candidate, last.first_index];
  }
}

/** All samples of an experiment, by candidate and index. */
export async function loadSamples(experimentId: string): Promise<Sample[]> {
  const all: Sample[] = [];
  for await (const chunk of readSampleChunks(experimentId)) for (const sample of chunk) all.push(sample);
  return all.sort(byCandidate);
}

/** A million samples are compared twenty million times: by plain operators, no locale. */
function byCandidate(a: Sample, b: Sample): number {
  if (a.candidate === b.candidate) return a.index - b.index;
  return a.candidate < b.candidate ? -1 : 1;
}

/**
 * Removes the raw samples of experiments that ended longer ago than that; reports and shares stay.
 * @returns how many experiments lost theirs.
 */
export async function deleteOldSamples(days: number): Promise<number> {
  const { rowCount } = await database().pool.query(
    `WITH old AS (
       UPDATE experiment SET samples_deleted_at = now()
       WHERE ended_at < now() - make_interval(secs => $1 * 86400.0)
         AND samples > 0 AND samples_deleted_at IS NULL
       RETURNING id
     ), gone AS (
       DELETE FROM sample_chunk USING old WHERE experiment_id = old.id
     )
     SELECT id FROM old`,
    [days],
  );
  return rowCount ?? 0;
}
