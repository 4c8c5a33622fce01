import { expect, it } from 'vitest';
import { browsersFor } from './browsers.ts';

it.each([
  [1_024, 8],
  [4_607, 8],
  [4_608, 9],
  [16_383, 31],
  [16_384, 32],
  [262_144, 32],
])('a machine with %d MiB keeps what %d browsers deployed', (memory, browsers) => {
  expect(browsersFor(memory)).toBe(browsers);
});
