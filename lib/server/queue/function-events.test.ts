import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import { call, nodeFunction } from '#lib/executors/function/testing/functions.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import type { Message } from '#lib/executors/function/triggers/message-queue.ts';
import { database } from '../database/database.ts';
import { functionStore } from '../repositories/functions.ts';
import { useTestDatabase } from '../testing/database.ts';
import { openFunctionEvents } from './function-events.ts';
import { messageQueues } from './message-queues.ts';
import { openQueue } from './queue.ts';

const TIMING = { afterError: [50, 100], throttleFirst: 50, throttleLongest: 100 };
const COUNTER =
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

const send = (name: string, event: object): Promise<string> =>
  running.platform.invokeLater({ name, payload: Buffer.from(JSON.stringify(event)) });
const of = (requestId: string): InvocationRecord[] =>
  running.records.filter((record) => record.requestId === requestId);

/** Takes all the concurrency of a function for so long, so that events must wait for it. */
async function hold(name: string, ms: number): Promise<void> {
  await running.platform.reserve(name, 1);
  void call(running.platform, name, { hold: ms });
  await eventually(() => running.platform.instances(name)[0]?.state === 'busy', 'it is busy');
}

async function deadLetter(queue: string): Promise<Message> {
  let message: Message | undefined;
  for (let tries = 0; message === undefined && tries < 100; tries += 1) {
    [message] = await messageQueues(running.boss).receive(queue, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (message === undefined) throw new Error('There is no dead letter.');
  await messageQueues(running.boss).remove(queue, [message.id]);
  return message;
}

describe('an event that nobody waits for', () => {
  it('is delivered once when all goes well', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    const id = await send(name, { a: 1 });
    await eventually(() => of(id).length === 1, 'the event was delivered');
    expect(of(id)[0]).toMatchObject({ outcome: 'ok', functionName: name });
  });

  it('is retried twice with the same request id', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    const id = await send(name, { failures: 2 });
    await eventually(() => of(id).length === 3, 'the third try');
    expect(of(id).map(({ outcome }) => outcome)).toEqual(['handler-error', 'handler-error', 'ok']);
  });

  it('goes to the dead letters as it was sent, and a record of it to the destination, after the third failure', async () => {
    const name = await nodeFunction(running.platform, COUNTER, { deadLetterQueue: 'dead' });
    await running.platform.functions.setAsynchronous(name, { onFailure: 'failed' });
    const id = await send(name, { failures: 9, é: '☃' });
    const { body, attributes } = await deadLetter('dead');
    expect([body, attributes]).toEqual([
      '{"failures":9,"é":"☃"}',
      { RequestID: id, ErrorCode: 200, ErrorMessage: 'try 3' },
    ]);
    expect(JSON.parse((await deadLetter('failed')).body)).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requestContext: {
        ...{ requestId: id, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}:$LATEST`,
      },
      requestPayload: { failures: 9, é: '☃' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'try 3', trace: expect.any(Array) },
    });
    expect(of(id)).toHaveLength(3);
  });

  it('that went well is told to the destination for that', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await running.platform.functions.setAsynchronous(name, { onSuccess: 'well' });
    const id = await send(name, {});
    expect(JSON.parse((await deadLetter('well')).body)).toMatchObject({
      requestContext: { requestId: id, condition: 'Success', approximateInvokeCount: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: 1,
    });
  });

  it('is given up at once, without a try, when its function has no concurrency at all', async () => {
    const name = await nodeFunction(running.platform, COUNTER, { deadLetterQueue: 'dead' });
    await running.platform.functions.setAsynchronous(name, { onFailure: 'failed' });
    await running.platform.reserve(name, 0);
    const id = await send(name, { a: 1 });
    expect(await deadLetter('dead')).toMatchObject({
      body: '{"a":1}',
      attributes: { RequestID: id, ErrorCode: 429 },
    });
    const record = JSON.parse((await deadLetter('failed')).body);
    expect(record.requestContext).toMatchObject({
      condition: 'ZeroReservedConcurrency',
      approximateInvokeCount: 0,
    });
    expect(record).not.toHaveProperty('responseContext');
    expect(of(id)).toEqual([]);
  });

  it('is held back by concurrency alone: the rate of requests is the callers’ who wait', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await running.platform.reserve(name, 1);
    const sent = await Promise.all(Array.from({ length: 30 }, () => send(name, {})));
    await eventually(
      () => sent.every((id) => of(id).length === 1),
      'thirty events, where ten a second may call',
    );
    expect(sent.flatMap(of).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });

  it.each<[string, string]>([
    ['a zero character', '"a\\0b"'],
    ['half of a surrogate pair', '"a\\ud83d"'],
    ['a pair where the message is cut', '"x" + "😀".repeat(600)'],
  ])(
    'becomes a dead letter although its error has %s, which the database cannot hold',
    async (_name, text) => {
      const name = await nodeFunction(
        running.platform,
        `export const handler = async () => { throw new Error(${text}); };`,
        { deadLetterQueue: 'odd' },
      );
      const id = await send(name, {});
      expect((await deadLetter('odd')).attributes).toMatchObject({ RequestID: id });
      expect(of(id)).toHaveLength(3);
    },
  );

  it('waits while its function is throttled, and loses no retry', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await running.platform.functions.setAsynchronous(name, { maximumRetryAttempts: 0 });
    await hold(name, 1_200);
    const id = await send(name, {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(of(id)).toHaveLength(0);
    await eventually(() => of(id).length === 1, 'it was delivered after all');
    expect(of(id)[0]?.outcome).toBe('ok');
  });

  it('is not delivered when its function is gone', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await hold(name, 500);
    const id = await send(name, {});
    await running.platform.functions.delete(name);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(of(id)).toHaveLength(0);
  });
});

const DELIVERER = fileURLToPath(new URL('../testing/events-process.ts', import.meta.url));
const SLEEPER =
  'export const handler = async ({ until }) => { await new Promise((done) => setTimeout(done, until - Date.now())); return 1; };';

/** Starts a process that delivers one event, and kills it in the midst of it; the event's request id. */
async function killedWhileDelivering(name: string, event: object): Promise<string> {
  const args = [DELIVERER, name, JSON.stringify(event)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return String(line).trim();
}

describe('an engine that is killed while it delivers an event', () => {
  it('loses neither the event nor one of its retries: another one delivers it again', async () => {
    const name = await nodeFunction(running.platform, SLEEPER, { timeoutMs: 30_000 });
    await running.platform.functions.setAsynchronous(name, { maximumRetryAttempts: 0 });
    await running[Symbol.asyncDispose]();
    const id = await killedWhileDelivering(name, { until: Date.now() + 4_000 });

    running = await start(db.url);
    // Its heartbeat is missing for so long; the rest of the wait is skipped, not what follows from it.
    const passed =
      "UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE state = 'active'";
    expect((await database().pool.query(passed)).rowCount).toBe(1);
    await running.boss.supervise('function-event');
    await eventually(() => of(id).length === 1, 'the event was delivered again');
    expect(of(id)[0]).toMatchObject({ outcome: 'ok', functionName: name });
  });
});

describe('a restart', () => {
  it('keeps functions, versions, reservations and events', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await running.platform.functions.publish(name);
    await running.platform.functions.setAsynchronous(name, { onFailure: 'late' });
    await hold(name, 20_000);
    const [id, old] = [await send(name, { a: 1 }), await send(name, { b: 2 })];
    expect(old).not.toBe(id);
    await running[Symbol.asyncDispose]();

    running = await start(db.url);
    expect(running.platform.functions.versions(name).map(({ version }) => version)).toEqual(['$LATEST', '1']);
    expect([
      running.platform.reservation(name),
      running.platform.functions.asynchronousPolicy(name).onFailure,
    ]).toEqual([1, 'late']);
    await eventually(
      () => of(id).length + of(old).length === 2,
      'both events were delivered after the restart',
    );
    expect([...of(id), ...of(old)].map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('keeps provisioned concurrency: environments of the version are loaded again', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await running.platform.functions.publish(name);
    expect(await running.platform.provision(name, '1', 2)).toBe(2);
    await running[Symbol.asyncDispose]();
    running = await start(db.url);
    await eventually(() => running.platform.provisioned(name, '1').available === 2, 'both are loaded');
    expect((await call(running.platform, name, {}, '1')).record.start).toBe('pre-warmed');
    await running.platform.provision(name, '1', 0);
    await running[Symbol.asyncDispose]();
    running = await start(db.url);
    expect(running.platform.provisioned(name, '1').requested).toBe(0);
  });

  it('gives up what became too old meanwhile', async () => {
    const name = await nodeFunction(running.platform, COUNTER);
    await running.platform.functions.setAsynchronous(name, {
      onFailure: 'late',
      maximumEventAgeMs: 60_000,
    });
    await hold(name, 20_000);
    const id = await send(name, { a: 1 });
    await running[Symbol.asyncDispose]();
    running = await start(db.url, 120_000);
    const { body } = await deadLetter('late');
    expect(JSON.parse(body)).toMatchObject({
      requestContext: { requestId: id, condition: 'EventAgeExceeded' },
    });
  });

  it('cannot change what was published', async () => {
    const change = database().pool.query("UPDATE function_version SET document = '{}' WHERE version = '1'");
    await expect(change).rejects.toThrow(/immutable/);
  });
});
