import { expect, it } from 'vitest';
import { z } from 'zod';
import { lift, type Versioned } from './lift.ts';

const kind: Versioned<{ name: string; size: number | null }> = {
  name: 'box',
  steps: [({ title, ...box }) => ({ ...box, name: title }), (box) => ({ size: null, ...box })],
  schema: z.object({ version: z.literal(3), name: z.string(), size: z.number().nullable() }),
};

it('takes every step from the version of a document, in their order', () => {
  expect(lift(kind, { title: 'a' })).toEqual({ version: 3, name: 'a', size: null });
  expect(lift(kind, { version: 1, title: 'a', size: 4 })).toEqual({ version: 3, name: 'a', size: 4 });
  expect(lift(kind, { version: 2, name: 'b' })).toEqual({ version: 3, name: 'b', size: null });
  expect(lift(kind, { version: 3, name: 'c', size: 1 })).toEqual({ version: 3, name: 'c', size: 1 });
});

it('names the place of what is wrong', () => {
  expect(() => lift(kind, { version: 3, name: 'c', size: 'big' })).toThrow(
    /The stored box cannot be read \(size: /,
  );
});
