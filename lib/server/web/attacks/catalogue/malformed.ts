import { type Random, seededRandom } from '#lib/domain/units.ts';
import { allOf, PARSER, sendEach, type WebArena, type WebAttack, written } from '../attack.ts';

const SEED = 20_261_129;
const REQUESTS = 400;

const below = (most: number, random: Random): number => Math.floor(random() * most);

/** Some kinds of damage, each to a request that is good without it. */
const DAMAGES: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => {
    bytes[below(bytes.length, random)] = below(256, random);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, below(bytes.length, random)),
  (bytes, random) => {
    const at = below(bytes.length, random);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.alloc(1 + below(9, random), below(256, random)),
      bytes.subarray(at),
    ]);
  },
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  (bytes, random) =>
    Buffer.from(
      bytes.toString('latin1').replace('HTTP/1.1', `HTTP/${below(12, random)}.${below(12, random)}`),
      'latin1',
    ),
  (bytes, random) =>
    Buffer.from(
      bytes.toString('latin1').replace(/: /g, () => [':', ' : ', ':\t', '  '][below(4, random)] ?? ':'),
      'latin1',
    ),
];

function malformed(arena: WebArena): Buffer[] {
  const random = seededRandom(SEED);
  const good = ['/api/samples', '/', '/api/workloads?x=%41', '/learn'].map((path) =>
    written(arena, { line: `GET ${path} HTTP/1.1` }),
  );
  return Array.from({ length: REQUESTS }, () => {
    let bytes: Buffer = Buffer.from(good[below(good.length, random)] ?? '', 'latin1');
    for (let times = 1 + below(3, random); times > 0; times -= 1)
      bytes = DAMAGES[below(DAMAGES.length, random)]?.(bytes, random) ?? bytes;
    return bytes;
  });
}

/** Heads that are good in all but their size. */
const LARGE = [
  { more: `X: ${'x'.repeat(20_000)}\r\n` },
  { line: `GET /${'x'.repeat(20_000)} HTTP/1.1` },
  { more: 'X: x\r\n'.repeat(5_000) },
  { more: `Cookie: ${'a=b; '.repeat(20_000)}\r\n` },
];

export const MALFORMED: readonly WebAttack[] = [
  {
    name: `${REQUESTS} requests with damaged bytes, lines and headers`,
    layer: PARSER,
    // Some damage does no harm, so that a page is the right answer; a fault of the server never is.
    run: async (arena) => allOf(await sendEach(arena, malformed(arena), true), /^([234]\d\d|505|closed)$/),
  },
  {
    name: 'heads of requests that are too large',
    layer: PARSER,
    run: async (arena) =>
      allOf(
        await sendEach(
          arena,
          LARGE.map((large) => written(arena, large)),
        ),
        /^(4\d\d|closed)$/,
      ),
  },
];
