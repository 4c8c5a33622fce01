import type { PgBoss } from 'pg-boss';
import { afterAll, beforeAll } from 'vitest';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import type { Ms } from '#lib/domain/units.ts';
import { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import { call } from '#lib/executors/function/testing/functions.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import type { Message } from '#lib/executors/function/triggers/message-queue.ts';
import { openFunctionEvents } from '../queue/function-events.ts';
import { messageQueues } from '../queue/message-queues.ts';
import { openQueue } from '../queue/queue.ts';
import { functionStore } from '../repositories/functions.ts';
import { useTestDatabase } from './database.ts';

const TIMING = { afterError: [50, 100], throttleFirst: 50, throttleLongest: 100 };

/** Answers how often it was invoked, after `hold` ms; fails the first `failures` times. */
export const COUNTER =
  'let n = 0; export const handler = async (event) => { n += 1; if (event.hold) await new Promise((done) => setTimeout(done, event.hold)); if (n <= (event.failures ?? 0)) throw new Error("try " + n); return n; };';

interface Running extends AsyncDisposable {
  platform: FunctionPlatform;
  boss: PgBoss;
  records: InvocationRecord[];
}

/** What `functions serve` starts; disposing it is a restart's first half. */
async function start(url: string, age = 0): Promise<Running> {
  const records: InvocationRecord[] = [];
  const platform = await FunctionPlatform.open({
    store: functionStore(),
    onRecord: (record) => void records.push(record),
  });
  const boss = await openQueue(url, 'worker');
  const now = () => Date.now() + age;
  const options = { boss, platform, deadLetters: messageQueues(boss), timing: TIMING, now };
  const events = await openFunctionEvents(options);
  platform.asynchronous = events;
  return {
    ...{ platform, boss, records },
    async [Symbol.asyncDispose]() {
      await events[Symbol.asyncDispose]();
      await boss.stop({ graceful: false });
      await platform[Symbol.asyncDispose]();
    },
  };
}

/** Such a service for the tests of one file, on a database of its own; it can be stopped and started again. */
export function eventStage() {
  let db: AsyncDisposable & { url: string };
  let running: Running;
  beforeAll(async () => {
    db = await useTestDatabase();
    running = await start(db.url);
  });
  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  });
  return {
    get platform(): FunctionPlatform {
      return running.platform;
    },
    get boss(): PgBoss {
      return running.boss;
    },
    async stop(): Promise<void> {
      await running[Symbol.asyncDispose]();
    },
    /** `age` is by how much later than now it is. */
    async start(age: Ms = 0): Promise<void> {
      running = await start(db.url, age);
    },
    /** Gives the event's request id. */
    send: (name: string, event: object): Promise<string> =>
      running.platform.invokeLater({ name, payload: Buffer.from(JSON.stringify(event)) }),
    /** Since the last start. */
    recordsOf: (requestId: string): InvocationRecord[] =>
      running.records.filter((record) => record.requestId === requestId),
    /** Takes all the concurrency of a function for so long, so that events must wait for it. */
    async hold(name: string, ms: Ms): Promise<void> {
      await running.platform.reserve(name, 1);
      void call(running.platform, name, { hold: ms });
      await eventually(() => running.platform.instances(name)[0]?.state === 'busy', 'it is busy');
    },
    async deadLetter(queue: string): Promise<Message> {
      let message: Message | undefined;
      for (let tries = 0; message === undefined && tries < 100; tries += 1) {
        [message] = await messageQueues(running.boss).receive(queue, 1);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      if (message === undefined) throw new Error('There is no dead letter.');
      await messageQueues(running.boss).remove(queue, [message.id]);
      return message;
    },
  };
}
