import { describe, expect, it } from 'vitest';
import { requireStorable, storableJson } from './storable.ts';

const NUL = '\0';
const HALF = '\ud800';

describe('text that Postgres cannot keep', () => {
  it('is made visible, wherever it stands, and the rest stays as it is', () => {
    const given = { log: `a${NUL}b`, list: [{ message: `c${HALF}d` }], count: 1, none: null, ok: '☃ 😀' };
    expect(JSON.parse(storableJson(given))).toEqual({
      log: 'a␀b',
      list: [{ message: 'c\ufffdd' }],
      count: 1,
      none: null,
      ok: '☃ 😀',
    });
  });

  it.each([
    ['a zero character', { code: { files: [{ content: `x${NUL}` }] } }, /code\.files\.0\.content/],
    ['half a surrogate pair', { name: `x${HALF}` }, /name/],
    ['a zero character alone', NUL, /The text/],
  ])('is refused in input, named by its place: %s', (_what, value, words) => {
    expect(() => requireStorable(value)).toThrow(words);
  });

  it('is not found where there is none', () => {
    expect(requireStorable({ a: ['☃ 😀', 1, null, undefined], b: '\\u0000' })).toBeUndefined();
  });
});
