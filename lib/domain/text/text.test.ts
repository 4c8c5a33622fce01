import { describe, expect, it } from 'vitest';
import { toProblem } from '../errors.ts';
import { decodeText } from './decode.ts';
import { FILE_JSON_LIMITS, JsonLimitError, parseJson } from './json.ts';

const TEXT = 't,größe\n1,☃\n';
const utf16 = (text: string, big: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), !big);
  return bytes;
};

describe('decodeText', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', new TextEncoder().encode(TEXT), TEXT],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${TEXT}`), TEXT],
    ['UTF-16LE with a mark', utf16(`\ufeff${TEXT}`, false), TEXT],
    ['UTF-16BE with a mark', utf16(`\ufeff${TEXT}`, true), TEXT],
    ['UTF-16LE without one', utf16('t\n1\n', false), 't\n1\n'],
    ['UTF-16BE without one', utf16('t\n1\n', true), 't\n1\n'],
    ['Windows-1252', Uint8Array.of(0x74, 0xf6, 0x80), 'tö€'],
    ['nothing', new Uint8Array(0), ''],
  ])('reads %s', (_, bytes, text) => expect(decodeText(bytes)).toBe(text));

  it('refuses what is no text', () => {
    const reading = () => decodeText(Uint8Array.of(0x7f, 0x45, 0, 0, 0, 1));
    expect(reading).toThrow(/no text/);
    try {
      reading();
    } catch (error) {
      expect(toProblem(error)).toMatchObject({ code: 'not-text', owner: 'yours' });
    }
  });
});

describe('parseJson', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const list = (values: number) => `[${Array(values).fill('0').join(',')}]`;

  it.each([
    ['100 levels', nested(100)],
    ['brackets in a text, which nest nothing', JSON.stringify(nested(500))],
    ['a text with escaped quotation marks', JSON.stringify(`"[[${'"['.repeat(200)}`)],
    ['200,000 values', list(200_000)],
    ['many lists beside each other', `[${Array(60_000).fill('[1]').join(',')}]`],
  ])('reads %s', (_what, text) => expect(parseJson(text)).toEqual(JSON.parse(text)));

  it.each([
    ['101 levels', nested(101)],
    ['levels of lists and objects', `${'[{"a":'.repeat(51)}0${'}]'.repeat(51)}`],
    ['200,001 values', list(200_001)],
    ['more objects than that', `[${Array(100_001).fill('{}').join(',')}]`],
    ['more keys than that', `{${Array.from({ length: 200_001 }, (_, n) => `"${n}":0`).join(',')}}`],
    ['brackets that nothing closes', '['.repeat(4_000_000)],
  ])('refuses %s before it builds anything', (_what, text) =>
    expect(() => parseJson(text)).toThrow(JsonLimitError),
  );

  it('takes other limits from who reads for one user alone', () => {
    expect(parseJson(list(300_000), FILE_JSON_LIMITS)).toHaveLength(300_000);
    expect(() => parseJson(nested(101), FILE_JSON_LIMITS)).toThrow('nested deeper than 100 levels');
  });

  it.each(['"never closed', '"ends in an escape\\\\', '[1', ']', ''])(
    'leaves %j to the parser to refuse',
    (text) => expect(() => parseJson(text)).toThrow(SyntaxError),
  );

  it('takes one byte-order mark, and nothing else that is no JSON', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(parseJson('{"a":"\ufeff"}')).toEqual({ a: '\ufeff' });
    expect(() => parseJson('\ufeff\ufeff1')).toThrow(SyntaxError);
  });
});
