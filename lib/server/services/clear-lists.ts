import type { InstancesEvent } from '#lib/domain/live/events.ts';
import { database } from '../database/database.ts';
import { shownLists } from '../live/latest.ts';
import { publish } from '../live/publish.ts';
import { latestEngine } from '../repositories/engines.ts';

/** An engine that was killed has left lists of what is no longer there; nothing is done while an engine lives. */
export async function clearLists(): Promise<void> {
  if ((await latestEngine())?.alive) return;
  const empty: InstancesEvent = { kind: 'instances', instances: [], engineNowMs: performance.now() };
  for (const topic of await shownLists()) await publish(database(), topic, empty);
}
