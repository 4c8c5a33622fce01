import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  HandlerProblem,
  invokeHandler,
  loadHandler,
  MAX_RESPONSE_BYTES,
  toContext,
  toEvent,
  toResponse,
} from './handler-runtime.mjs';

const request = (over: Partial<Parameters<typeof toEvent>[0]> = {}) => ({
  requestId: 'r1',
  method: 'GET',
  path: '/',
  headers: {},
  body: null,
  ...over,
});
const context = () => toContext({ requestId: 'r1', functionName: 'demo', memoryMiB: 256, timeoutMs: 1000 });

describe('toEvent', () => {
  it('is payload format 2.0', () => {
    const event = toEvent(
      request({
        method: 'POST',
        path: '/a%20b?x=1&x=2&y=%C3%A9',
        headers: { 'X-One': '1' },
        body: '{"k":1}',
      }),
    );
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b',
      rawQueryString: 'x=1&x=2&y=%C3%A9',
      queryStringParameters: { x: '1,2', y: 'é' },
      headers: { 'x-one': '1' },
      body: '{"k":1}',
      isBase64Encoded: false,
      requestContext: { requestId: 'r1', http: { method: 'POST', path: '/a%20b', sourceIp: '127.0.0.1' } },
    });
  });

  it('leaves out what is not there, as the gateway does', () => {
    const event = toEvent(request());
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('cookies');
  });

  it('takes cookies out of the headers', () => {
    const event = toEvent(request({ headers: { Cookie: 'a=1; b=2' } }));
    expect(event).toMatchObject({ cookies: ['a=1', 'b=2'], headers: {} });
  });

  it('writes the time as the gateway does', () => {
    const { requestContext } = toEvent(request()) as { requestContext: { time: string } };
    expect(requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('a query named __proto__ changes no prototype', () => {
    const event = toEvent(request({ path: '/?__proto__=x' }));
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

describe('toResponse', () => {
  it.each([
    [{ hello: 1 }, '{"hello":1}'],
    ['plain text', 'plain text'],
    [undefined, 'null'],
    [[1, 2], '[1,2]'],
    [false, 'false'],
  ])('infers a 200 from %j', (value, body) => {
    expect(toResponse(value)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body,
      isBase64Encoded: false,
    });
  });

  it('takes an answer with a statusCode as written', () => {
    const value = { statusCode: 201, headers: { Location: '/1' }, body: 'x', cookies: ['a=1', 'b=2'] };
    expect(toResponse(value)).toEqual({
      status: 201,
      headers: { 'content-type': 'text/plain; charset=utf-8', location: '/1' },
      cookies: ['a=1', 'b=2'],
      body: 'x',
      isBase64Encoded: false,
    });
  });

  const answer = { statusCode: 200, headers: { A: 'b' }, body: 'x' };
  it.each<[string, unknown]>([
    ['is a class', Object.assign(new (class Answer {})(), answer)],
    ['has a toJSON', { toJSON: () => answer }],
    ['has more in it', { ...answer, other: true }],
    ['has a number for a header', { ...answer, headers: { a: 'b', n: 1 } }],
    ['is large', { ...answer, body: 'x'.repeat(100_000) }],
  ])('an answer that %s means what its JSON means', (_name, value) => {
    expect(toResponse(value)).toEqual(toResponse(JSON.parse(JSON.stringify(value))));
    expect(toResponse(value)).toMatchObject({ status: 200, headers: { a: 'b' } });
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  it.each<[string, unknown]>([
    ['BigInt', 1n],
    ['circular', circular],
    ['function', () => 1],
    ['symbol', Symbol('s')],
    ['a status that is no number', { statusCode: 'x' }],
    ['a status out of range', { statusCode: 1000 }],
    ['a status that answers nothing', { statusCode: 199 }],
    ['a cookie that breaks out', { statusCode: 200, cookies: ['a=1\r\nb: c'] }],
    ['more cookies than are taken', { statusCode: 200, cookies: Array(201).fill('a=1') }],
    [
      'more headers than are taken',
      {
        statusCode: 200,
        headers: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`x-${n}`, 'y'])),
      },
    ],
    ['a promise', new Promise(() => {})],
    ['a generator', (function* () {})()],
    ['a generator that waits', (async function* () {})()],
    ['a Map', new Map([[1, 2]])],
    ['an answer of fetch', new Response('x')],
    ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
    ['header injection', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a header name with a space', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['too large', 'x'.repeat(MAX_RESPONSE_BYTES)],
    [
      'a status that throws',
      {
        get statusCode() {
          throw new Error('no');
        },
      },
    ],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('no');
        },
      },
    ],
  ])('refuses %s', (_name, value) => {
    expect(() => toResponse(value)).toThrowError(expect.objectContaining({ code: 'invalid-response' }));
  });
});

describe('invokeHandler', () => {
  it('keeps the text of an error short enough for a frame', async () => {
    const throws = () => {
      throw new Error('x'.repeat(1_000_000));
    };
    const failed = await invokeHandler(throws, request(), context()).catch((error) => error);
    expect(failed.code).toBe('handler-error');
    expect(failed.message.length + failed.detail.length).toBeLessThan(200_000);
  });

  it('calls with event and context', async () => {
    const response = await invokeHandler(
      (event, { awsRequestId, memoryLimitInMB, getRemainingTimeInMillis }) => ({
        path: event.rawPath,
        awsRequestId,
        memoryLimitInMB,
        left: getRemainingTimeInMillis() <= 1000,
      }),
      request({ path: '/p' }),
      context(),
    );
    expect(JSON.parse(response.body)).toEqual({
      path: '/p',
      awsRequestId: 'r1',
      memoryLimitInMB: '256',
      left: true,
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['an Error', new TypeError('bad'), /TypeError: bad/],
    ['a string', 'text', /thrown string: text/],
    ['null', null, /thrown object: null/],
    ['an object without a prototype', Object.create(null), /cannot be shown/],
  ])('says what failed when the handler throws %s', async (_name, thrown, message) => {
    const failing = invokeHandler(() => Promise.reject(thrown), request(), context());
    await expect(failing).rejects.toMatchObject({
      code: 'handler-error',
      message: expect.stringMatching(message),
    });
  });
});

describe('loadHandler', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'handler-'));
    writeFileSync(join(dir, 'esm.js'), 'export const handler = () => 1; export const other = 2;');
    writeFileSync(join(dir, 'cjs.js'), 'exports.handler = () => 2;');
    writeFileSync(join(dir, 'dynamic.js'), 'const o = {}; o["hand" + "ler"] = () => 3; module.exports = o;');
    writeFileSync(join(dir, 'throws.mjs'), 'throw new Error("at load");');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each(['esm.js', 'cjs.js', 'dynamic.js'])('loads %s', async (entry) => {
    expect(typeof (await loadHandler(dir, entry, 'handler'))).toBe('function');
  });

  it.each([
    ['throws.mjs', 'handler', /at load/],
    ['esm.js', 'missing', /no function "missing"; it exports handler, other/],
    ['esm.js', 'other', /no function "other"/],
    ['absent.js', 'handler', /could not be loaded/],
  ])('%s %s is an init error', async (entry, name, message) => {
    const failing = loadHandler(dir, entry, name);
    await expect(failing).rejects.toBeInstanceOf(HandlerProblem);
    await expect(failing).rejects.toMatchObject({
      code: 'init-error',
      message: expect.stringMatching(message),
    });
  });
});
