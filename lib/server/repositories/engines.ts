import { z } from 'zod';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { machineSchema } from '#lib/domain/report/schema/machine.ts';
import { database } from '../database/database.ts';

export async function upsertEngine(id: string, machine: MachineInfo): Promise<void> {
  const document = JSON.parse(JSON.stringify(machine));
  await database().prisma.engineRow.upsert({
    where: { id },
    create: { id, machine: document },
    update: { heartbeat: new Date(), machine: document },
  });
}

/** Engines listen here for somebody who wants to know what their machines have now. */
export const LOOK_CHANNEL = 'crossover_look';

/** Asks every engine to look anew; what they find comes into their rows. */
export async function askEngines(): Promise<void> {
  await database().pool.query('SELECT pg_notify($1, $2)', [LOOK_CHANNEL, '']);
}

/** Of an engine that is still there: what removed itself does not come back. */
export async function updateMachine(id: string, machine: MachineInfo): Promise<void> {
  const document = JSON.parse(JSON.stringify(machine));
  await database().prisma.engineRow.updateMany({ where: { id }, data: { machine: document } });
}

export async function beatEngine(id: string): Promise<void> {
  await database().prisma.engineRow.updateMany({ where: { id }, data: { heartbeat: new Date() } });
}

export async function removeEngine(id: string): Promise<void> {
  await database().prisma.engineRow.deleteMany({ where: { id } });
}

/** A row for each advisory lock of this database whose bigint key is `key`: it shows in pg_locks as two halves. */
const HELD = `FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND classid::bigint = (key >> 32) & 4294967295 AND objid::bigint = key & 4294967295`;

/**
 * Whether the engine's session holds its advisory lock. Looked up, not tried: trying would take the lock for a moment,
 * and a second look would see that.
 */
export async function isEngineAlive(id: string): Promise<boolean> {
  const { rows } = await database().pool.query<{ held: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM (SELECT hashtextextended($1, 0) AS key) AS k WHERE EXISTS (SELECT 1 ${HELD})) AS held`,
    [id],
  );
  return rows[0]?.held === true;
}

/** As SQL: whether any engine is alive at this moment. */
export const ANY_ENGINE_ALIVE = `EXISTS (
  SELECT 1 FROM (SELECT hashtextextended(id::text, 0) AS key FROM engine) AS k WHERE EXISTS (SELECT 1 ${HELD}))`;

/** An engine of an earlier release did not say whether there is a Python. */
const readMachine = (document: unknown): MachineInfo =>
  machineSchema.parse({ python: null, ...z.looseObject({}).parse(document) });

/** The engine heard of last, and whether it is still there. */
export async function latestEngine(): Promise<{ machine: MachineInfo; alive: boolean } | null> {
  const row = await database().prisma.engineRow.findFirst({ orderBy: { heartbeat: 'desc' } });
  return row && { machine: readMachine(row.machine), alive: await isEngineAlive(row.id) };
}
