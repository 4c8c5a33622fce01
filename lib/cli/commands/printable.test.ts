import { expect, it } from 'vitest';
import { printable } from './printable.ts';

it.each([
  ['plain text, 3 ms – “ünï”', 'plain text, 3 ms – “ünï”'],
  ['two\n\tlines', 'two\n\tlines'],
  ['\u001b]0;title\u0007\u001b[2J', '\\x1b]0;title\\x07\\x1b[2J'],
  ['over\rwritten', 'over\\x0dwritten'],
  ['\u009b31m\u007f\u0000', '\\x9b31m\\x7f\\x00'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
