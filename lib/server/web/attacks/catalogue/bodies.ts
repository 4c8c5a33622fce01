import type { Result } from '#lib/executors/function/attacks/attack.ts';
import { MAX_BODY_BYTES } from '../../../http/read-json.ts';
import { allOf, BODIES, GUARD, statusOf, type WebArena, type WebAttack, written } from '../attack.ts';

/** Each reads a body of JSON. */
const READERS = [
  '/api/workloads',
  '/api/experiments',
  '/api/cost',
  '/api/playground/runs',
  '/api/workloads/notes',
  '/api/sweeps',
];
const HALF = MAX_BODY_BYTES / 2;

async function post({ ask }: WebArena, path: string, body: string, type?: string): Promise<string> {
  const init = {
    method: 'POST',
    body: Buffer.from(body),
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  };
  // A server that has refused a body may close before all of it was sent.
  return await ask(path, init).then(
    ({ status }) => String(status),
    () => 'closed',
  );
}

const JSON_TYPE = 'application/json';

/** Sends one body to every reader. */
const toAll = async (
  arena: WebArena,
  body: string,
  type: string | undefined,
  passes: RegExp,
): Promise<Result> => {
  const outcomes: string[] = [];
  for (const path of READERS) outcomes.push(await post(arena, path, body, type));
  return allOf(outcomes, passes);
};

const body = (name: string, make: () => string, passes = /^400$/): WebAttack => ({
  ...{ name, layer: BODIES },
  run: (arena) => toAll(arena, make(), JSON_TYPE, passes),
});

const TYPES = [
  ...[
    'application/jsonp',
    'application/json5',
    'application/jsonl',
    'text/json',
    'text/plain',
    'text/plain; application/json',
  ],
  ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json, text/plain'],
];

async function types(arena: WebArena): Promise<Result> {
  const outcomes: string[] = [];
  for (const type of [...TYPES, undefined])
    for (const path of READERS) outcomes.push(await post(arena, path, '{}', type));
  return allOf(outcomes, /^415$/);
}

/** Bodies whose length is another than the one they claim, or that never end. */
async function untrue(arena: WebArena): Promise<Result> {
  const head = (more: string) =>
    written(arena, {
      line: 'POST /api/workloads HTTP/1.1',
      more: `Content-Type: ${JSON_TYPE}\r\n${more}\r\n`,
    });
  const bodies = [
    `${head('Content-Length: 1000')}{}`,
    `${head('Content-Length: 99999999999999')}{}`,
    `${head('Content-Length: -1')}{}`,
    `${head('Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
    `${head('Transfer-Encoding: chunked')}ffffffffffffffffff\r\n{}`,
    `${head('Transfer-Encoding: chunked')}2\r\n{}`,
  ];
  const outcomes: string[] = [];
  for (const one of bodies) outcomes.push(statusOf(await arena.raw(one, true)));
  return allOf(outcomes, /^(4\d\d|closed)$/);
}

async function polluted(arena: WebArena): Promise<Result> {
  const bad =
    '{"__proto__":{"polluted":1,"status":200},"constructor":{"prototype":{"polluted":1}},"name":"x"}';
  const tried = await toAll(arena, bad, JSON_TYPE, /^4\d\d$/);
  const plain = await post(arena, '/api/workloads', '{"name":"x"}', JSON_TYPE);
  return { stopped: tried.stopped && plain === '422', evidence: `${tried.evidence}; afterwards ${plain}` };
}

export const BODY_ATTACKS: readonly WebAttack[] = [
  { name: 'a form of another site as another type than JSON', layer: GUARD, run: types },
  body('8 MB of nested lists', () => '['.repeat(HALF) + ']'.repeat(HALF - 1)),
  body(
    '8 MB of nested objects',
    () => `${'{"a":'.repeat(MAX_BODY_BYTES / 6)}1${'}'.repeat(MAX_BODY_BYTES / 6)}`,
  ),
  body('a million keys', () => `{${Array.from({ length: 600_000 }, (_, n) => `"${n}":1`).join(',')}}`),
  body('two million values', () => `[${'1,'.repeat(2_000_000)}1]`),
  body('text that is no JSON', () => '{"a":1', /^400$/),
  body('a body above 8 MiB', () => `"${'x'.repeat(MAX_BODY_BYTES)}"`, /^(413|closed)$/),
  body(
    'numbers beyond all numbers, and halves of characters',
    () => '{"name":"\\ud800\\u0000","memoryMiB":1e999,"n":-1e999}',
    /^4\d\d$/,
  ),
  { name: 'lengths that are not true', layer: `${BODIES}, ${GUARD}`, run: untrue },
  { name: 'keys that reach the prototype of all objects', layer: 'schemas of every body', run: polluted },
];
