import { METHODS } from '../../guard.ts';
import {
  allOf,
  GUARD,
  PARSER,
  sendEach,
  statusOf,
  type WebArena,
  type WebAttack,
  written,
} from '../attack.ts';

const line = (text: string) => (arena: WebArena) => written(arena, { line: text });
const more = (text: string) => (arena: WebArena) => written(arena, { more: `${text}\r\n` });
const host = (text: string) => (arena: WebArena) => written(arena, { host: text });

/** An attack of requests that are each refused with one of these statuses. */
const refused = (
  name: string,
  layer: string,
  passes: RegExp,
  requests: readonly ((arena: WebArena) => string)[],
): WebAttack => ({
  ...{ name, layer },
  run: async (arena) =>
    allOf(
      await sendEach(
        arena,
        requests.map((make) => make(arena)),
      ),
      passes,
    ),
});

const UNKNOWN = [
  'TRACE',
  'TRACK',
  'PATCH',
  'PROPFIND',
  'MKCOL',
  'LINK',
  'M-SEARCH',
  'SOURCE',
  'get',
  'X',
].filter((method) => !METHODS.includes(method));

/** Where a link with the token may try to lead to. */
const ELSEWHERE = [
  '//evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/\\evil.example',
  '/%5cevil.example',
];
const WITH = ['', '/', '/..', '/%2e%2e', '?', '/;@evil.example'];

async function locations(arena: WebArena): Promise<string[]> {
  const outcomes: string[] = [];
  for (const start of ELSEWHERE)
    for (const end of WITH) {
      const target = `${start}${end}${end.includes('?') ? '' : '?'}token=${arena.token ?? 'x'}`;
      const answer = await arena.raw(written(arena, { line: `GET ${target} HTTP/1.1` }));
      const location = /^location: (.*)$/im.exec(answer ?? '')?.[1]?.trim();
      const leads = location === undefined ? null : new URL(location, arena.url).host;
      outcomes.push(
        leads === null ? statusOf(answer) : leads === arena.url.host ? 'stays here' : `leads to ${leads}`,
      );
    }
  return outcomes;
}

/** Two requests in one, for a reader in front that takes them for one: the second must not be answered. */
const SMUGGLED = [
  'Content-Length: 4\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: xchunked\r\nContent-Length: 0',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding:\tchunked\r\nContent-Length: 4',
  'Content-Length: 0\r\nContent-Length: 44',
  'Content-Length: +0',
  'Content-Length: 0x0',
  'Content-Length: 0, 0',
  'Content-Length : 0',
  'X: a\r\n Content-Length: 0',
];

async function smuggled(arena: WebArena): Promise<string[]> {
  const outcomes: string[] = [];
  for (const header of SMUGGLED) {
    const first = written(arena, { line: 'POST /api/workloads HTTP/1.1', more: `${header}\r\n` });
    const answer = await arena.raw(
      `${first.replace('Connection: close\r\n', '')}0\r\n\r\n${written(arena, {})}`,
    );
    outcomes.push(/ 200 /.test(answer ?? '') ? 'the second was answered' : statusOf(answer));
  }
  return outcomes;
}

export const REQUESTS: readonly WebAttack[] = [
  refused(
    'methods that no route has, TRACE among them',
    GUARD,
    /^(400|405)$/,
    UNKNOWN.map((one) => line(`${one} / HTTP/1.1`)),
  ),
  refused('CONNECT to another server', PARSER, /^closed$/, [line('CONNECT evil.example:80 HTTP/1.1')]),
  refused('two Host headers, and other headers twice', GUARD, /^400$/, [
    more('Host: evil.example'),
    more('Host: localhost'),
    more('Origin: http://localhost\r\nOrigin: http://evil.example'),
    more('Content-Type: application/json\r\nContent-Type: text/plain'),
    more('Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site'),
  ]),
  refused(
    'a name that an attacker points at this machine',
    GUARD,
    /^(400|403)$/,
    [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '127.0.0.1@evil.example',
      '[::1].evil',
      '',
    ].map((name) => host(`Host: ${name}`)),
  ),
  refused('no Host at all', PARSER, /^400$/, [host('')]),
  refused(
    'a target that is no path of this server',
    GUARD,
    /^(400|405)$/,
    ['http://evil.example/', '*', '//evil.example/', '/%00', '/%ff', '/\\a', 'evil'].map((one) =>
      line(`GET ${one} HTTP/1.1`),
    ),
  ),
  refused(
    'a page of another site',
    GUARD,
    /^403$/,
    [
      ...[
        'http://evil.example',
        'http://localhost.evil.example',
        'http://127.0.0.1:1',
        'null',
        'https://localhost',
      ],
    ]
      .map((one) => more(`Origin: ${one}`))
      .concat(['cross-site', 'same-site'].map((one) => more(`Sec-Fetch-Site: ${one}`))),
  ),
  refused('an upgrade to another protocol', GUARD, /^(200|401|403|404)$/, [
    more('Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='),
    more('Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__'),
  ]),
  {
    name: 'a link with the token that leads to another server',
    layer: GUARD,
    run: async (arena) => allOf(await locations(arena), /^(stays here|[1-5]\d\d)$/),
  },
  {
    name: 'a second request hidden in the first',
    layer: PARSER,
    run: async (arena) => allOf(await smuggled(arena), /^(4\d\d|closed)$/),
  },
];
