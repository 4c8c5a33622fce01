import type { Clock, Ms } from '../units.ts';

/** The same moment on both clocks: the one that the machine sets, and the one that only goes on. */
export interface Moment {
  wall: Ms;
  steady: Ms;
}

export const momentOf = (clock: Clock): Moment => ({ wall: clock.wall().getTime(), steady: clock.now() });

/**
 * A clock that is corrected bit by bit takes the steady one with it (clock_gettime(2)), so both differ only where it was
 * set. A leap second, or a small step after a start, is no reason to run anything again.
 */
const LEAST: Ms = 2_000;
const SECOND: Ms = 1_000;
const MINUTE: Ms = 60_000;

const lengthWords = (length: Ms): string =>
  length < 2 * MINUTE ? `${Math.round(length / SECOND)} s` : `${Math.round(length / MINUTE)} min`;

/**
 * A warning when the wall clock went another way than the steady one between two moments: the computer slept, as a
 * laptop that is closed does with the virtual machine on it, or somebody set its clock. Null when both agree.
 */
export function clockJumpWarning(before: Moment, after: Moment): string | null {
  const jump = after.wall - before.wall - (after.steady - before.steady);
  if (Math.abs(jump) < LEAST) return null;
  const how = jump > 0 ? 'forward' : 'back';
  return `The clock of this machine jumped ${how} by ${lengthWords(Math.abs(jump))} during this run: the computer slept, or its clock was set. Requests around that moment may have waited for it; run it again while the computer stays awake.`;
}
