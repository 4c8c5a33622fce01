import pg from 'pg';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { database } from '#lib/server/database/database.ts';
import { readEnv } from '#lib/server/env.ts';
import { forgetOldEvents } from '#lib/server/live/publish.ts';
import { logError } from '#lib/server/log.ts';
import {
  beatEngine,
  isEngineAlive,
  LOOK_CHANNEL,
  removeEngine,
  updateMachine,
  upsertEngine,
} from '#lib/server/repositories/engines.ts';
import { heldExperiments } from '#lib/server/repositories/experiments.ts';
import { deleteOldSamples } from '#lib/server/repositories/samples.ts';
import { moveAndTell } from '#lib/server/services/move-experiment.ts';
import { INTERRUPTED } from './experiment/run-experiment.ts';

const BEAT_MS = 3000;
const CLEAN_MS = 10 * 60_000;

/** What an engine tells of itself, and how it looks anew; null when it should not look now. */
export interface Presence {
  machine: MachineInfo;
  look?: () => Promise<MachineInfo | null>;
}

/**
 * An engine is alive as long as its database session holds its advisory lock: after a kill -9 the
 * lock is free at once, with no clock to wait for. Every engine looks for experiments held by the dead.
 */
export async function announce(engineId: string, { machine, look }: Presence): Promise<AsyncDisposable> {
  const session = new pg.Client({ connectionString: database().url, keepAlive: true });
  session.on('error', () => process.exit(1)); // Without the lock others would take this engine for dead.
  await session.connect();
  await session.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [engineId]);
  await upsertEngine(engineId, machine);
  await markInterrupted(engineId);
  if (look !== undefined) await lookWhenAsked(session, engineId, look);
  const timer = setInterval(() => {
    Promise.all([beatEngine(engineId), markInterrupted(engineId), forgetOldEvents(database())]).catch(
      (error: unknown) => logError('the beat of the engine', error),
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

/** Somebody is about to read what this machine has: container engines come and go. */
async function lookWhenAsked(
  session: pg.Client,
  engineId: string,
  look: () => Promise<MachineInfo | null>,
): Promise<void> {
  let looking = false;
  session.on('notification', async () => {
    if (looking) return;
    looking = true;
    try {
      const machine = await look();
      if (machine !== null) await updateMachine(engineId, machine);
    } catch {
      // What was known is shown on; the next who asks makes it look again.
    } finally {
      looking = false;
    }
  });
  await session.query(`LISTEN ${LOOK_CHANNEL}`);
}

/** What the retention setting says; a database that is away for a moment is asked again later. */
async function cleanSamples(): Promise<void> {
  const days = readEnv().CROSSOVER_KEEP_SAMPLES_DAYS;
  if (days > 0) {
    await deleteOldSamples(days).catch((error: unknown) => logError('removing old samples', error));
  }
}

async function markInterrupted(engineId: string): Promise<void> {
  for (const held of await heldExperiments()) {
    if (held.engineId === engineId || (await isEngineAlive(held.engineId))) continue;
    await moveAndTell(held.id, { to: 'interrupted', problem: INTERRUPTED });
  }
}
