import { expect, it } from 'vitest';
import { zipOf } from '../testing/zip.ts';
import { zipSize } from './zip-size.ts';

it.each([
  [{}],
  [{ 'handler.mjs': 'export const handler = () => 1;' }],
  [{ 'a.mjs': 'x'.repeat(100_000), 'lib/ä.json': '{"long":"text"}', empty: '' }],
])('is what a ZIP of the files has, byte for byte', async (files: Record<string, string>) => {
  const sources = Object.entries(files).map(([path, content]) => ({ path, content }));
  expect(await zipSize(sources)).toBe(zipOf(files).length);
});
