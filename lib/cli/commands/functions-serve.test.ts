import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/functions/scaling.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import { zipOf } from '#lib/executors/function/testing/zip.ts';
import { homeDirectory, projectRoot } from '#lib/executors/host/home.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { readLimits, readPort, readTriggers } from './functions-serve.ts';

interface Served extends AsyncDisposable {
  child: ChildProcess;
  said: () => string;
  records: () => InvocationRecord[];
  client: LambdaClient;
}

/** The command itself, as a user starts it. */
async function serve(databaseUrl: string, ...more: string[]): Promise<Served> {
  const command = [
    join(projectRoot, 'lib/cli/crossover.ts'),
    'functions',
    'serve',
    '--port',
    '0',
    '--records',
    ...more,
  ];
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
    env,
    stdio: 'pipe',
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk));
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk));
  await eventually(() => /served at \S+/.test(said) || child.exitCode !== null, 'the API is served');
  const endpoint = /served at (\S+)/.exec(said)?.[1] ?? '';
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  return {
    child,
    said: () => said,
    records: () =>
      printed
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    client: new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

let db: AsyncDisposable & { url: string };
let directory = '';
beforeAll(async () => {
  db = await useTestDatabase();
  directory = mkdtempSync(join(tmpdir(), 'serve-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await db[Symbol.asyncDispose]();
});

const CODE =
  'export const handler = async (event) => event.hold ? new Promise((done) => setTimeout(done, event.hold)) : ({ records: event.Records?.map((r) => r.eventSource), ...event });';
const create = (client: LambdaClient, FunctionName: string) =>
  client.send(
    new CreateFunctionCommand({
      ...{
        FunctionName,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
      },
      ...{ MemorySize: 1769, Code: { ZipFile: zipOf({ 'index.mjs': CODE }) } },
    }),
  );

describe('functions serve', () => {
  it('keeps functions and events when it is killed', async () => {
    const first = await serve(db.url);
    await create(first.client, 'kept');
    const which = { FunctionName: 'kept' };
    const answer = await first.client.send(new InvokeCommand({ ...which, Payload: '{"a":1}' }));
    expect(Buffer.from(answer.Payload ?? []).toString()).toBe('{"a":1}');
    await eventually(() => first.records().length === 1, 'the record is printed');
    expect(first.records()[0]).toMatchObject({
      functionName: 'kept',
      start: 'cold',
      outcome: 'ok',
      memory: 1769,
    });
    await first.client.send(new PutFunctionConcurrencyCommand({ ...which, ReservedConcurrentExecutions: 1 }));
    const held = first.client.send(new InvokeCommand({ ...which, Payload: '{"hold":2500}' }));
    held.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    const later = await first.client.send(
      new InvokeCommand({ ...which, InvocationType: 'Event', Payload: '{"b":2}' }),
    );
    // Long enough for the first try, which is throttled: the event waits in the database.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const killed = new Promise((resolve) => first.child.once('exit', resolve));
    first.child.kill('SIGKILL');
    await killed;

    await using second = await serve(db.url);
    await eventually(() => second.records().length === 1, 'the event is delivered after the restart');
    expect(second.records()[0]).toMatchObject({ requestId: later.$metadata.requestId, outcome: 'ok' });
  });

  it('ends in order when it is told twice: Ctrl-C reaches it from the terminal and from what started it', async () => {
    await using served = await serve(db.url);
    await create(served.client, 'twice');
    await served.client.send(new InvokeCommand({ FunctionName: 'twice', Payload: '{}' }));
    const own = () =>
      readdirSync(homeDirectory('functions')).filter((name) => name.startsWith(`run-${served.child.pid}-`));
    expect(own()).toHaveLength(1);
    const ended = new Promise((resolve) => served.child.once('exit', (...how) => resolve(how)));
    for (let times = 0; times < 2; times += 1) {
      served.child.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await ended).toEqual([0, null]);
    expect(own()).toEqual([]);
  });

  it('starts functions by the triggers of a file', async () => {
    const file = join(directory, 'triggers.json');
    const triggers = {
      urls: [{ name: 'kept' }],
      queues: [{ name: 'kept', queue: 'jobs' }],
      schedules: [{ name: 'kept', rule: 'hourly', expression: 'rate(1 hour)' }],
      buckets: [{ name: 'kept', bucket: 'photos', suffix: '.jpg' }],
      tables: [{ name: 'kept', table: 'orders' }],
    };
    writeFileSync(file, JSON.stringify(triggers));
    await using served = await serve(db.url, '--triggers', file);
    const [, url = ''] = /(\S+) → kept/.exec(served.said()) ?? [];
    const [, stores = ''] = /(\S+)\/buckets,/.exec(served.said()) ?? [];
    expect(await (await fetch(`${url}/x?y=1`)).json()).toMatchObject({
      rawPath: '/x',
      rawQueryString: 'y=1',
    });
    const statuses = [
      await fetch(`${stores}/buckets/photos/a%20b.jpg`, { method: 'PUT', body: 'abc' }),
      await fetch(`${stores}/tables/orders/1`, { method: 'PUT', body: '{"total":3}' }),
      await fetch(`${stores}/queues/jobs`, { method: 'POST', body: 'work' }),
      await fetch(`${stores}/tables/orders/1`),
      await fetch(`${stores}/tables/orders/1`, { method: 'PUT', body: 'no json' }),
      await fetch(`${stores}/buckets/nothing/x`),
      await fetch(`${stores}/buckets/photos/x`, { headers: { origin: 'https://example.org' } }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400, 404, 403]);
    await eventually(() => served.records().length === 4, 'every trigger invoked');
    expect(served.records().map(({ outcome }) => outcome)).toEqual(Array(4).fill('ok'));
  });

  it('takes the limits of the account and how long idle environments are kept', async () => {
    const limits = ['--concurrency', '1', '--keep-alive', '0.05'];
    await using served = await serve(db.url, ...limits);
    await create(served.client, 'limited');
    const invoke = (event: object) =>
      served.client.send(new InvokeCommand({ FunctionName: 'limited', Payload: JSON.stringify(event) }));
    const [held, refused] = await Promise.allSettled([invoke({ hold: 700 }), invoke({ hold: 700 })]);
    expect([held, refused].map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await new Promise((resolve) => setTimeout(resolve, 400));
    // Reaped meanwhile, so it needs a new one.
    await invoke({});
    await eventually(() => served.records().length === 2, 'the records are printed');
    expect(served.records().map(({ start }) => start)).toEqual(['cold', 'cold']);
  });

  it('says what is wrong with a limit', () => {
    for (const wrong of [
      { concurrency: '0' },
      { burst: 'x' },
      { keepAlive: '-1' },
      { keepAlive: '{"kind":"odd"}' },
    ]) {
      expect(() => readLimits(wrong)).toThrow(/--(concurrency|burst|keep-alive)/);
    }
    expect(readLimits({})).toEqual({ limits: ACCOUNT_LIMITS });
    // That what is above it is throttled is tried in scaling.test.ts, where none comes back with time.
    expect(readLimits({ burst: '3' }).limits?.burst).toMatchObject({ amount: 3 });
    expect(readLimits({ keepAlive: '{"kind":"exponential","meanMs":5}' })).toMatchObject({
      keepAlive: { kind: 'exponential', meanMs: 5 },
    });
  });

  it('says what is wrong with a file of triggers', () => {
    const file = join(directory, 'wrong.json');
    const wrong = [
      ...['{"urls":[{}]}', '{"unknown":1}', 'no json'],
      '{"queues":[{"name":"f","queue":"q","batchSize":11}]}',
      '{"buckets":[{"name":"f","bucket":"photos","events":["s3:ObjectCreate:*"]}]}',
    ];
    for (const text of wrong) {
      writeFileSync(file, text);
      expect(() => readTriggers(file)).toThrow(/cannot be used/);
    }
    expect(readTriggers(undefined)).toMatchObject({ urls: [], queues: [] });
    writeFileSync(file, '\ufeff{"urls":[{"name":"hello","port":9002}]}');
    expect(readTriggers(file).urls).toHaveLength(1);
  });

  it('refuses what is no port, in the words of its user', () => {
    for (const text of ['abc', '', '-1', '65536', '1.5', '0x1f']) {
      expect(() => readPort(text)).toThrow(/^--port .* is no port/);
      expect(() => readPort(text)).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ owner: 'yours' }) }),
      );
    }
    expect([readPort('0'), readPort('9001'), readPort('65535')]).toEqual([0, 9001, 65_535]);
  });
});
