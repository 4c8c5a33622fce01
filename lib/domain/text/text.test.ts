import { describe, expect, it } from 'vitest';
import { toProblem } from '../errors.ts';
import { decodeText } from './decode.ts';
import { parseJson } from './json.ts';

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
  it('takes one byte-order mark, and nothing else that is no JSON', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(parseJson('{"a":"\ufeff"}')).toEqual({ a: '\ufeff' });
    expect(() => parseJson('\ufeff\ufeff1')).toThrow(SyntaxError);
  });
});
