import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RecordChange } from '#lib/domain/functions/events/record.ts';
import { memoryStore } from '../../services/key-value-store.ts';
import { FunctionPlatform } from '../service/platform.ts';
import { nodeFunction } from '../testing/functions.ts';
import { eventually } from '../testing/support.ts';
import { Bucket } from './bucket.ts';
import { type FunctionUrlSpec, serveFunctionUrl } from './function-url.ts';
import { RecordStream } from './record-stream.ts';
import { ScheduleTrigger } from './schedule.ts';

let platform: FunctionPlatform;
beforeAll(async () => {
  platform = await FunctionPlatform.open();
});
afterAll(() => platform[Symbol.asyncDispose]());

const ECHO = 'export const handler = async (event) => event;';

async function fetchFrom(
  code: string,
  init: RequestInit & { path?: string } = {},
  over: Partial<FunctionUrlSpec> = {},
) {
  const name = await nodeFunction(platform, code, { timeoutMs: 1_000 });
  await using url = await serveFunctionUrl({ platform, name, ...over });
  const response = await fetch(url.url + (init.path ?? '/'), init);
  return { response, text: await response.text() };
}

describe('a function URL', () => {
  it('delivers the request as the documented event', async () => {
    const headers = { 'content-type': 'application/json', cookie: 'a=1; b=2' };
    const { text, response } = await fetchFrom(ECHO, {
      method: 'PUT',
      path: '/x/y?q=1&q=2',
      headers,
      body: '{"é":1}',
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(text)).toMatchObject({
      ...{
        version: '2.0',
        routeKey: '$default',
        rawPath: '/x/y',
        rawQueryString: 'q=1&q=2',
        cookies: ['a=1', 'b=2'],
      },
      ...{ queryStringParameters: { q: '1,2' }, body: '{"é":1}', isBase64Encoded: false },
      requestContext: {
        http: { method: 'PUT', path: '/x/y', sourceIp: expect.stringMatching(/127\.0\.0\.1$/) },
      },
    });
  });

  it('takes bytes and gives bytes', async () => {
    const code =
      'export const handler = async (event) => ({ statusCode: 203, headers: { "content-type": "image/png", "x-was": String(event.isBase64Encoded) }, body: event.body, isBase64Encoded: true, cookies: ["s=1; Secure", "t=2"] });';
    const name = await nodeFunction(platform, code);
    await using url = await serveFunctionUrl({ platform, name });
    const body = new Uint8Array([0, 1, 254, 255]);
    const response = await fetch(url.url, { method: 'POST', body, headers: { 'content-type': 'image/png' } });
    expect([response.status, response.headers.get('x-was')]).toEqual([203, 'true']);
    expect(response.headers.getSetCookie()).toEqual(['s=1; Secure', 't=2']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
  });

  it.each<[string, string, number]>([
    ['throws', 'export const handler = async () => { throw new Error("secret"); };', 502],
    ['cannot be loaded', 'throw new Error("secret");', 502],
    ['takes too long', 'export const handler = () => new Promise(() => setInterval(() => {}, 1e3));', 502],
    ['answers with an impossible status', 'export const handler = async () => ({ statusCode: 1000 });', 502],
  ])('of a function that %s tells nothing of it', async (_name, code, status) => {
    const { response, text } = await fetchFrom(code);
    expect([response.status, text]).toEqual([status, '{"message":"Internal Server Error"}']);
  });

  it.each<[string, string]>([
    ['a length that is wrong', '"content-length": "3"'],
    ['an encoding of its own', '"Transfer-Encoding": "chunked"'],
    [
      'a connection that is not its own',
      '"connection": "upgrade", upgrade: "websocket", "keep-alive": "timeout=9999"',
    ],
  ])('sends no head with %s', async (_name, header) => {
    const code = `export const handler = async () => ({ statusCode: 200, headers: { ${header}, "x-mine": "yes" }, body: "hello" });`;
    const { response, text } = await fetchFrom(code);
    expect([response.status, text, response.headers.get('x-mine')]).toEqual([200, 'hello', 'yes']);
    expect(response.headers.get('content-length')).toBe('5');
    for (const name of ['transfer-encoding', 'upgrade']) expect(response.headers.get(name)).toBe(null);
  });

  it.each([100, 101, 199, 600])('is a bad gateway when a function answers %i', async (status) => {
    const { response } = await fetchFrom(`export const handler = async () => ({ statusCode: ${status} });`);
    expect(response.status).toBe(502);
  });

  it('throttles with 429 and refuses more than 6 MB with 413', async () => {
    const name = await nodeFunction(platform, ECHO);
    await using url = await serveFunctionUrl({ platform, name });
    expect((await fetch(url.url, { method: 'POST', body: 'x'.repeat(6 * 2 ** 20 + 1) })).status).toBe(413);
    await platform.reserve(name, 0);
    expect((await fetch(url.url)).status).toBe(429);
  });

  it('streams, with status and headers first', async () => {
    const code = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      const out = awslambda.HttpResponseStream.from(stream, { statusCode: 206, headers: { 'content-type': 'text/plain', 'x-a': 'b' }, cookies: ['c=d'] });
      for (let n = 0; n < 3; n += 1) { out.write('part ' + n + ';'); await new Promise((r) => setTimeout(r, 60)); } out.end(); });`;
    const name = await nodeFunction(platform, code);
    await using url = await serveFunctionUrl({ platform, name, mode: 'RESPONSE_STREAM' });
    const response = await fetch(url.url);
    expect([response.status, response.headers.get('x-a'), response.headers.getSetCookie()]).toEqual([
      206,
      'b',
      ['c=d'],
    ]);
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString());
    expect(pieces.join('')).toBe('part 0;part 1;part 2;');
    expect(pieces.length).toBeGreaterThan(1);
  });
});

describe('a schedule', () => {
  it('knows when it fires next', () => {
    using noon = new ScheduleTrigger({ expression: 'cron(0 12 ? * 2-6 *)', rule: 'r', fire: async () => {} });
    const from = new Date('2026-11-20T13:00:00Z');
    expect(noon.upcoming(2, from).map((date) => date.toISOString())).toEqual([
      '2026-11-23T12:00:00.000Z',
      '2026-11-24T12:00:00.000Z',
    ]);
    using hourly = new ScheduleTrigger({ expression: 'rate(1 hour)', rule: 'r', fire: async () => {} });
    const wait = (hourly.next()?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(3_500_000);
    expect(wait).toBeLessThanOrEqual(3_601_000);
    using past = new ScheduleTrigger({
      expression: 'cron(0 12 1 1 ? 2020)',
      rule: 'r',
      fire: async () => {},
    });
    expect(past.next()).toBe(null);
  });

  it('refuses fields out of range', () => {
    const make = () =>
      new ScheduleTrigger({ expression: 'cron(99 * * * ? *)', rule: 'r', fire: async () => {} });
    expect(make).toThrow(/is none/);
  });

  it.each([
    ['rate(2 minutes)', 5],
    ['cron(0/5 * * * ? *)', 2],
  ])('%s fires the documented event when its time has come', async (expression, times) => {
    vi.useFakeTimers({
      now: Date.UTC(2026, 10, 21, 6, 0, 30),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
    });
    try {
      const fired: { time: string }[] = [];
      const fire = async (payload: Buffer) => void fired.push(JSON.parse(payload.toString()));
      using _trigger = new ScheduleTrigger({ expression, rule: 'every', fire });
      await vi.advanceTimersByTimeAsync(10 * 60_000 + 2_000);
      expect(fired).toHaveLength(times);
      expect(fired[0]).toMatchObject({
        ...{ 'detail-type': 'Scheduled Event', source: 'aws.events' },
        resources: ['arn:aws:events:us-east-1:000000000000:rule/every'],
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a bucket', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'bucket-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('tells functions what was stored and removed', async () => {
    const name = await nodeFunction(platform, ECHO);
    const seen: { Records: { eventName: string; s3: { object: { key: string; size?: number } } }[] }[] = [];
    const bucket = new Bucket('photos', directory);
    bucket.notify({
      events: ['ObjectCreated:*', 'ObjectRemoved:*'],
      suffix: '.jpg',
      fire: (payload) =>
        platform.invoke({ name, payload, sink: (piece) => void seen.push(JSON.parse(piece.toString())) }),
    });
    await bucket.put('a b/../é.jpg', Buffer.from('abc'));
    await bucket.put('other.png', Buffer.from('abc'));
    expect([await bucket.delete('a b/../é.jpg'), await bucket.delete('a b/../é.jpg')]).toEqual([true, false]);
    expect(
      seen.map(({ Records: [record] }) => [record?.eventName, record?.s3.object.key, record?.s3.object.size]),
    ).toEqual([
      ['ObjectCreated:Put', 'a+b/../%C3%A9.jpg', 3],
      ['ObjectRemoved:Delete', 'a+b/../%C3%A9.jpg', undefined],
    ]);
    expect([(await bucket.get('other.png'))?.toString(), await bucket.get('nothing')]).toEqual(['abc', null]);
    await expect(bucket.put('', Buffer.alloc(0))).rejects.toMatchObject({ problem: { code: 'object-key' } });
  });
});

describe('a stream of changed records', () => {
  const NAMES =
    'const seen = []; export const handler = async (event) => { seen.push(event.Records.map((r) => r.eventName + " " + r.dynamodb.Keys.id.S)); if (event.Records.some((r) => r.dynamodb.Keys.id.S === "poison")) throw new Error("bad"); return seen; };';

  it('delivers changes in order, in batches', async () => {
    const name = await nodeFunction(platform, NAMES);
    await using stream = new RecordStream({ platform, name, table: 't', store: memoryStore() });
    await Promise.all([
      stream.put('a', 1),
      stream.put('a', 2),
      stream.put('a', 2),
      stream.put('b', { x: 'y' }),
      stream.delete('a'),
      stream.delete('a'),
    ]);
    await stream.settled();
    const pieces: string[] = [];
    await platform.invoke({
      name,
      payload: Buffer.from('{"Records":[]}'),
      sink: (piece) => void pieces.push(piece.toString()),
    });
    expect(JSON.parse(pieces.join('')).flat()).toEqual(['INSERT a', 'MODIFY a', 'INSERT b', 'REMOVE a']);
    expect(await stream.get('b')).toEqual({ x: 'y' });
  });

  it('delivers at most the 6 MB of an event at once', async () => {
    const sizes =
      'const seen = []; export const handler = async (event) => { if (event.Records.length > 0) seen.push(event.Records.length); return seen; };';
    const name = await nodeFunction(platform, sizes, { timeoutMs: 30_000 });
    await using stream = new RecordStream({ platform, name, table: 't', store: memoryStore() });
    await Promise.all([1, 2, 3, 4].map((n) => stream.put(String(n), 'x'.repeat(2_500_000))));
    await stream.settled();
    const pieces: string[] = [];
    const payload = Buffer.from('{"Records":[]}');
    await platform.invoke({ name, payload, sink: (piece) => void pieces.push(piece.toString()) });
    expect(JSON.parse(pieces.join(''))).toEqual([2, 2]);
  });

  it('tries a batch until it succeeds when nobody limits the retries; what is too old is given up', async () => {
    const name = await nodeFunction(
      platform,
      'let n = 0; export const handler = async () => { n += 1; if (n < 6) throw new Error("not yet"); };',
    );
    const givenUp: string[] = [];
    const onGivenUp = (changes: readonly RecordChange[]) =>
      void givenUp.push(...changes.map(({ key }) => key));
    const spec = { platform, table: 't', store: memoryStore(), onGivenUp, retryWait: 1 };
    await using patient = new RecordStream({ ...spec, name });
    await patient.put('late', 1);
    await patient.settled();
    expect(givenUp).toEqual([]);
    const failing = await nodeFunction(
      platform,
      'export const handler = async () => { throw new Error("never"); };',
    );
    await using aged = new RecordStream({ ...spec, name: failing, maximumRecordAge: 200 });
    await aged.put('old', 1);
    await aged.settled();
    expect(givenUp).toEqual(['old']);
  });

  it('tries a batch again, splits it, and gives up what is poisoned alone', async () => {
    const name = await nodeFunction(platform, NAMES);
    const givenUp: string[] = [];
    const onGivenUp = (changes: readonly RecordChange[]) =>
      void givenUp.push(...changes.map(({ key }) => key));
    await using stream = new RecordStream({
      ...{ platform, name, table: 't', store: memoryStore(), onGivenUp },
      ...{ bisectsOnError: true, retryWait: 1, maximumRetryAttempts: 1 },
    });
    await Promise.all(['a', 'b', 'poison', 'c'].map((key) => stream.put(key, 1)));
    await stream.settled();
    expect(givenUp).toEqual(['poison']);
    await eventually(() => platform.instances(name).length > 0, 'the function stays warm');
  });
});
