import { join } from 'node:path';
import type { KeyValueStore } from '../../services/key-value-store.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import { Bucket } from './bucket.ts';
import type { Triggers } from './configuration.ts';
import { serveFunctionUrl } from './function-url.ts';
import type { MessageQueues } from './message-queue.ts';
import { QueueTrigger } from './queue-trigger.ts';
import { RecordStream } from './record-stream.ts';
import { ScheduleTrigger } from './schedule.ts';
import { serveStores } from './store-server.ts';

export interface TriggerGround {
  platform: FunctionPlatform;
  queues: MessageQueues;
  /** Directory that holds a directory for each bucket. */
  objects: string;
  table: (name: string) => KeyValueStore;
  say: (text: string) => void;
}

/** Events that the platform's services send without waiting for the function. */
const later =
  ({ platform }: TriggerGround, { name, qualifier }: { name: string; qualifier?: string | undefined }) =>
  (payload: Buffer): Promise<unknown> =>
    platform.invokeLater({ name, qualifier: qualifier ?? null, payload });

async function startUrls(
  ground: TriggerGround,
  { urls }: Triggers,
  stack: AsyncDisposableStack,
): Promise<void> {
  for (const { name, qualifier, port, mode } of urls) {
    const spec = {
      platform: ground.platform,
      name,
      port,
      mode,
      ...(qualifier === undefined ? {} : { qualifier }),
    };
    const { url } = stack.use(await serveFunctionUrl(spec));
    ground.say(`${url} → ${name}`);
  }
}

async function startQueues(
  ground: TriggerGround,
  { queues }: Triggers,
  stack: AsyncDisposableStack,
): Promise<void> {
  for (const {
    visibilitySeconds,
    maxReceives,
    deadLetterQueue,
    windowSeconds,
    qualifier,
    ...trigger
  } of queues) {
    const settings = { visibilityTimeout: visibilitySeconds * 1_000, maxReceives, deadLetterQueue };
    await ground.queues.declare(trigger.queue, settings);
    const { platform, queues: all } = ground;
    const version = qualifier === undefined ? {} : { qualifier };
    stack.use(
      new QueueTrigger({ platform, queues: all, ...trigger, ...version, window: windowSeconds * 1_000 }),
    );
    ground.say(`queue ${trigger.queue} → ${trigger.name}`);
  }
}

function startSchedules(ground: TriggerGround, { schedules }: Triggers, stack: AsyncDisposableStack): void {
  for (const { rule, expression, ...target } of schedules) {
    stack.use(new ScheduleTrigger({ rule, expression, fire: later(ground, target) }));
    ground.say(`${expression} → ${target.name}`);
  }
}

function openBuckets(ground: TriggerGround, { buckets }: Triggers): Map<string, Bucket> {
  const open = new Map<string, Bucket>();
  for (const { bucket: name, events, prefix, suffix, ...target } of buckets) {
    const bucket = open.get(name) ?? new Bucket(name, join(ground.objects, name));
    bucket.notify({ events, prefix, suffix, fire: later(ground, target) });
    open.set(name, bucket);
    ground.say(`bucket ${name} → ${target.name}`);
  }
  return open;
}

function openTables(
  ground: TriggerGround,
  { tables }: Triggers,
  stack: AsyncDisposableStack,
): Map<string, KeyValueStore> {
  return new Map(
    tables.map(({ table, qualifier, ...spec }) => {
      ground.say(`table ${table} → ${spec.name}`);
      const version = qualifier === undefined ? {} : { qualifier };
      const store = ground.table(table);
      const stream = new RecordStream({ platform: ground.platform, table, store, ...spec, ...version });
      return [table, stack.use(stream)];
    }),
  );
}

/** Starts everything that a file of triggers names; disposing stops it. @throws CrossoverError `schedule-invalid`, `queue-name` */
export async function startTriggers(ground: TriggerGround, triggers: Triggers): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  await startUrls(ground, triggers, stack);
  await startQueues(ground, triggers, stack);
  startSchedules(ground, triggers, stack);
  const stores = {
    buckets: openBuckets(ground, triggers),
    tables: openTables(ground, triggers, stack),
    queues: ground.queues,
  };
  if (stores.buckets.size + stores.tables.size + triggers.queues.length > 0) {
    const { url } = stack.use(await serveStores(stores, triggers.storePort));
    ground.say(`${url}/buckets, /tables, /queues take what triggers wait for`);
  }
  return stack.move();
}
