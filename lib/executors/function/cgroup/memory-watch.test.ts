import { expect, it } from 'vitest';
import { pauseAfter } from './memory-watch.ts';

it.each([
  { took: 0.5, pause: 100, because: 'a quick look is repeated ten times a second' },
  { took: 10, pause: 200, because: 'a longer one takes a twentieth of the time' },
  { took: 120, pause: 500, because: 'however slow the machine, who eats memory for a second is found' },
])('$because', ({ took, pause }) => {
  expect(pauseAfter(took)).toBe(pause);
});
