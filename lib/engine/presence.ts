import pg from 'pg';
import type { MachineInfo } from '#lib/domain/report/report.ts';
import { database } from '#lib/server/database/database.ts';
import { readEnv } from '#lib/server/env.ts';
import { forgetOldEvents } from '#lib/server/live/publish.ts';
import { beatEngine, isEngineAlive, removeEngine, upsertEngine } from '#lib/server/repositories/engines.ts';
import { heldExperiments } from '#lib/server/repositories/experiments.ts';
import { deleteOldSamples } from '#lib/server/repositories/samples.ts';
import { INTERRUPTED, move } from './experiment/run-experiment.ts';

const BEAT_MS = 3000;
const CLEAN_MS = 10 * 60_000;

/**
 * An engine is alive as long as its database session holds its advisory lock: after a kill -9 the
 * lock is free at once, with no clock to wait for. Every engine looks for experiments held by the dead.
 */
export async function announce(engineId: string, machine: MachineInfo): Promise<AsyncDisposable> {
  const session = new pg.Client({ connectionString: database().url, keepAlive: true });
  session.on('error', () => process.exit(1)); // Without the lock others would take this engine for dead.
  await session.connect();
  await session.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [engineId]);
  await upsertEngine(engineId, machine);
  await markInterrupted(engineId);
  const timer = setInterval(() => {
    Promise.all([beatEngine(engineId), markInterrupted(engineId), forgetOldEvents(database())]).catch(
      () => {},
    );
  }, BEAT_MS);
  await cleanSamples();
  const cleaner = setInterval(() => void cleanSamples(), CLEAN_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      clearInterval(cleaner);
      await removeEngine(engineId).catch(() => {});
      session.removeAllListeners('error').on('error', () => {});
      await session.end();
    },
  };
}

/** What the retention setting says; a database that is away for a moment is asked again later. */
async function cleanSamples(): Promise<void> {
  const days = readEnv().CROSSOVER_KEEP_SAMPLES_DAYS;
  if (days > 0) await deleteOldSamples(days).catch(() => {});
}

async function markInterrupted(engineId: string): Promise<void> {
  for (const held of await heldExperiments()) {
    if (held.engineId === engineId || (await isEngineAlive(held.engineId))) continue;
    await move(held.id, { to: 'interrupted', problem: INTERRUPTED });
  }
}
