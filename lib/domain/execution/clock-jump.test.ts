import { expect, it } from 'vitest';
import { clockJumpWarning } from './clock-jump.ts';

const before = { wall: 1_000_000, steady: 500 };
const after = (seconds: number, jump: number) => ({
  wall: before.wall + seconds * 1_000 + jump,
  steady: before.steady + seconds * 1_000,
});

it.each([0, 1_999, -1_999])('says nothing of clocks that differ by %d ms', (jump) => {
  expect(clockJumpWarning(before, after(60, jump))).toBeNull();
});

it.each([
  [2_000, 'jumped forward by 2 s'],
  [-2_000, 'jumped back by 2 s'],
  [119_000, 'jumped forward by 119 s'],
  [8 * 3_600_000, 'jumped forward by 480 min'],
])('names a jump of %d ms with its remedy', (jump, words) => {
  const warning = clockJumpWarning(before, after(60, jump));
  expect(warning).toContain(words);
  expect(warning).toContain('run it again');
});
