import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pythonRuntime } from '../../host/python.ts';
import { HandlerProblem, toEvent, toResponse } from '../handler-runtime.mjs';

type Request = Parameters<typeof toEvent>[0];

const requestOf = (over: Partial<Request>): Request => ({
  ...{ requestId: 'r1', method: 'GET', path: '/', headers: {}, body: null },
  ...over,
});

const ASKED: readonly Partial<Request>[] = [
  { method: 'POST', path: '/a%20b?x=1&x=2&y=%C3%A9', headers: { 'X-One': '1' }, body: '{"k":1}' },
  {},
  { headers: { Cookie: 'a=1; b=2;c=3', Host: 'h', 'User-Agent': 'curl' } },
  { path: '/?a+b=c+d&&e&=f&g=h=i&%zz=%4&%E9=%ff%C3%28' },
  { path: '/x?constructor=2&toString=1' },
  { path: '/?', body: '' },
  { body: 'é', headers: { 'content-type': 'image/png' } },
  { body: '', headers: { 'content-type': 'image/png' } },
  { body: '{}', headers: { 'Content-Type': 'application/json;charset=utf-8', 'content-encoding': 'gzip' } },
  { body: '<a/>', headers: { 'content-type': 'Application/Atom+XML', 'content-encoding': 'Identity' } },
  { body: '//4=', isBase64Encoded: true },
  { path: '/posts/ü?q=ü', body: 'ü€😀' },
];
const REQUESTS = ASKED.map(requestOf);

/** The same value in both languages. */
const VALUES: readonly (readonly [python: string, javascript: unknown])[] = [
  ['{"hello": 1}', { hello: 1 }],
  ['"plain text"', 'plain text'],
  ['None', undefined],
  ['[1, 2]', [1, 2]],
  ['(1, 2)', [1, 2]],
  ['False', false],
  ['1.5', 1.5],
  ['"é€😀\\n"', 'é€😀\n'],
  [
    '{"statusCode": 201, "headers": {"Location": "/1"}, "body": "x", "cookies": ["a=1", "b=2"]}',
    { statusCode: 201, headers: { Location: '/1' }, body: 'x', cookies: ['a=1', 'b=2'] },
  ],
  [
    '{"statusCode": "404", "headers": {"n": 1, "b": True}, "body": None}',
    { statusCode: '404', headers: { n: 1, b: true }, body: null },
  ],
  ['{"statusCode": 200.0, "body": "x" * 100_000}', { statusCode: 200, body: 'x'.repeat(100_000) }],
  [
    '{"statusCode": 200, "body": "AA==", "isBase64Encoded": True}',
    { statusCode: 200, body: 'AA==', isBase64Encoded: true },
  ],
  [
    '{"statusCode": 200, "headers": {"Content-Type": "text/css"}}',
    { statusCode: 200, headers: { 'Content-Type': 'text/css' } },
  ],
  // What neither sends.
  ['{"statusCode": "x"}', { statusCode: 'x' }],
  ['{"statusCode": 200, "cookies": ["a=1"] * 201}', { statusCode: 200, cookies: Array(201).fill('a=1') }],
  ['{"statusCode": True}', { statusCode: true }],
  ['{"statusCode": 1000}', { statusCode: 1000 }],
  ['{"statusCode": 199}', { statusCode: 199 }],
  [
    '{"statusCode": 200, "headers": {"Set-Cookie": "c=3"}, "cookies": [1]}',
    { statusCode: 200, headers: { 'Set-Cookie': 'c=3' }, cookies: [1] },
  ],
  ['{"statusCode": 200, "body": {"a": 1}}', { statusCode: 200, body: { a: 1 } }],
  ['{"statusCode": 200, "headers": {"a": "b\\r\\nc: d"}}', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
  ['{"statusCode": 200, "headers": {"a b": "c"}}', { statusCode: 200, headers: { 'a b': 'c' } }],
  ['{"statusCode": 200, "headers": {"": "c"}}', { statusCode: 200, headers: { '': 'c' } }],
  ['{"statusCode": 200, "headers": {"a": "€"}}', { statusCode: 200, headers: { a: '€' } }],
  ['{"statusCode": 200, "headers": ["a"]}', { statusCode: 200, headers: ['a'] }],
  ['"x" * (7 << 20)', 'x'.repeat(7 << 20)],
  ['lambda: 1', () => 1],
];

/** Only Python has these. */
const REFUSED = ['{1, 2}', 'object()', 'float("nan")', '(lambda a: (a.append(a), a)[1])([])', 'b"bytes"'];

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const { program } = await pythonRuntime();
const made = JSON.parse(
  execFileSync(program, ['-B', path('../testing/driver.py')], {
    input: JSON.stringify({ requests: REQUESTS, values: [...VALUES.map(([source]) => source), ...REFUSED] }),
    env: { NODE_ENV: 'test', PYTHONPATH: path('.'), PYTHONUTF8: '1' },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  }),
) as { events: Record<string, unknown>[]; responses: Record<string, unknown>[] };

function inJavaScript(value: unknown): Record<string, unknown> {
  try {
    return { ...toResponse(value) };
  } catch (error) {
    if (error instanceof HandlerProblem) return { code: error.code, message: error.message };
    throw error;
  }
}

/** The two were made at different moments. */
const timeless = ({ requestContext, ...event }: Record<string, unknown>) => {
  const { time, timeEpoch, ...rest } = requestContext as Record<string, unknown>;
  return { ...event, requestContext: { ...rest, time: typeof time, timeEpoch: Number.isInteger(timeEpoch) } };
};

/** How each language calls a kind of value is its own. */
const wordless = ({ message, ...response }: Record<string, unknown>) => ({
  ...response,
  ...(message === undefined ? {} : { message: String(message).slice(0, 20) }),
});

describe('a handler in Python', () => {
  it.each(REQUESTS.map((request, at) => [request.path, request, at] as const))(
    'sees the event that one in JavaScript sees: %s',
    (_path, request, at) => {
      expect(timeless(made.events[at] ?? {})).toEqual(timeless(toEvent(request)));
    },
  );

  it.each(VALUES.map(([source, value], at) => [source.slice(0, 60), value, at] as const))(
    'answers the same with %s',
    (_source, value, at) => {
      expect(wordless(made.responses[at] ?? {})).toEqual(wordless(inJavaScript(value)));
    },
  );

  it.each(REFUSED.map((source, at) => [source, at] as const))('%s is an invalid response', (_source, at) => {
    expect(made.responses[VALUES.length + at]).toMatchObject({ code: 'invalid-response' });
  });

  it('has the time as the gateway writes it', () => {
    const { requestContext } = made.events[0] as { requestContext: { time: string } };
    expect(requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });
});
