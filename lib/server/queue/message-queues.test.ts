import type { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import { nodeFunction } from '#lib/executors/function/testing/functions.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import type { Message, MessageQueues } from '#lib/executors/function/triggers/message-queue.ts';
import { QueueTrigger } from '#lib/executors/function/triggers/queue-trigger.ts';
import { useTestDatabase } from '../testing/database.ts';
import { messageQueues } from './message-queues.ts';
import { openQueue } from './queue.ts';

let db: AsyncDisposable & { url: string };
let boss: PgBoss;
let queues: MessageQueues;
let platform: FunctionPlatform;
const logs: string[] = [];
beforeAll(async () => {
  db = await useTestDatabase();
  boss = await openQueue(db.url, 'worker');
  queues = messageQueues(boss);
  platform = await FunctionPlatform.open({ onRecord: ({ log }) => void logs.push(log) });
});
afterAll(async () => {
  await platform[Symbol.asyncDispose]();
  await boss.stop({ graceful: false });
  await db[Symbol.asyncDispose]();
});

/** Prints each message; fails those that say so, as a whole or one by one. */
const WORKER = `export const handler = async (event) => {
  console.log('batch ' + JSON.stringify(event.Records.map(({ body, attributes }) => body + '#' + attributes.ApproximateReceiveCount)));
  const bad = event.Records.filter(({ body }) => body.startsWith('bad'));
  if (bad.length > 0 && process.env.WHOLE) throw new Error('bad batch');
  return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) }; };`;
const batches = (): string[][] =>
  logs.flatMap((log) => [...log.matchAll(/^batch (.*)$/gm)].map(([, json = '[]']) => JSON.parse(json)));

describe('queues', () => {
  it('hand a message out once until it is settled, and after its last receive to the dead letters', async () => {
    await queues.declare('work', { maxReceives: 2, deadLetterQueue: 'dead', visibilityTimeout: 1_000 });
    const id = await queues.send('work', 'text é☃', { a: 'b' });
    const [first] = await queues.receive('work', 10);
    expect(first).toMatchObject({ id, body: 'text é☃', attributes: { a: 'b' }, receives: 1 });
    expect(await queues.receive('work', 10)).toEqual([]);
    await queues.giveBack('work', [id]);
    // Hidden until its time is over, as Amazon SQS has it: what failed is not hammered.
    expect(await queues.receive('work', 10)).toEqual([]);
    let second: Message | undefined;
    for (let tries = 0; second === undefined && tries < 200; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      [second] = await queues.receive('work', 10);
    }
    expect(second).toMatchObject({ id, receives: 2 });
    await queues.giveBack('work', [id]);
    expect(await queues.receive('work', 10)).toEqual([]);
    expect((await queues.receive('dead', 10)).map(({ body }) => body)).toEqual(['text é☃']);
  });

  it('refuse names that are none', async () => {
    await expect(queues.send('a b', 'x')).rejects.toMatchObject({ problem: { code: 'queue-name' } });
  });

  it.each(['a\0b', 'half a pair \ud83d'])('refuse %j, which no message can hold', async (body) => {
    await expect(queues.send('work', body)).rejects.toMatchObject({
      problem: { code: 'message-contents', owner: 'yours' },
    });
  });
});

describe('a queue before a function', () => {
  it('comes in batches; only what failed comes again, and ends as a dead letter', async () => {
    logs.length = 0;
    await queues.declare('jobs', { maxReceives: 2, deadLetterQueue: 'jobs-dead', visibilityTimeout: 1_000 });
    for (const body of ['one', 'two', 'bad three']) await queues.send('jobs', body);
    const name = await nodeFunction(platform, WORKER);
    await using _trigger = new QueueTrigger({
      platform,
      queues,
      queue: 'jobs',
      name,
      reportsFailures: true,
      concurrency: 1,
      idle: 20,
    });
    let dead: string[] = [];
    for (let tries = 0; dead.length === 0 && tries < 200; tries += 1) {
      dead = (await queues.receive('jobs-dead', 10)).map(({ body }) => body);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(dead).toEqual(['bad three']);
    // A queue without an order of its own: within a batch any order will do.
    expect(batches().map((batch) => batch.sort())).toEqual([
      ['bad three#1', 'one#1', 'two#1'],
      ['bad three#2'],
    ]);
  });

  it('has batches of the size asked for, and a failure is the whole batch’s unless it is told', async () => {
    logs.length = 0;
    await queues.declare('whole', { maxReceives: 2, visibilityTimeout: 1_000 });
    for (const body of ['a', 'bad b', 'c']) await queues.send('whole', body);
    const name = await nodeFunction(platform, WORKER, { environment: { WHOLE: '1' } });
    await using _trigger = new QueueTrigger({
      platform,
      queues,
      queue: 'whole',
      name,
      batchSize: 2,
      concurrency: 1,
      idle: 20,
    });
    await eventually(() => batches().flat().length >= 5, 'every message was tried as often as allowed');
    const seen = batches().flat().sort();
    expect(seen).toEqual(['a#1', 'a#2', 'bad b#1', 'bad b#2', 'c#1']);
    expect(Math.max(...batches().map(({ length }) => length))).toBe(2);
  });

  it('has batches of at most the 6 MB of an event, though their messages are more', async () => {
    logs.length = 0;
    await queues.declare('large', { maxReceives: 1 });
    const sizes = `export const handler = async (event) => { console.log('batch ' + JSON.stringify(event.Records.map(({ body }) => body.slice(0, 3)))); };`;
    const bodies = Array.from({ length: 10 }, (_, n) => `m ${n} ${'x'.repeat(1_000_000)}`);
    for (const body of bodies) await queues.send('large', body);
    const name = await nodeFunction(platform, sizes, { timeoutMs: 30_000 });
    await using _trigger = new QueueTrigger({
      platform,
      queues,
      queue: 'large',
      name,
      concurrency: 1,
      idle: 20,
    });
    await eventually(() => batches().flat().length === 10, 'all of them were delivered');
    expect(batches().flat().sort()).toEqual(bodies.map((body) => body.slice(0, 3)));
    expect(batches().map(({ length }) => length)).toEqual([6, 4]);
  });

  it('a throttled batch comes again', async () => {
    logs.length = 0;
    const name = await nodeFunction(platform, WORKER);
    await platform.reserve(name, 0);
    await queues.declare('slow', { maxReceives: 1_000, visibilityTimeout: 1_000 });
    await queues.send('slow', 'patient');
    await using _trigger = new QueueTrigger({ platform, queues, queue: 'slow', name, idle: 20 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(batches()).toEqual([]);
    await platform.reserve(name, null);
    await eventually(() => batches().length === 1, 'it was delivered');
  });
});
