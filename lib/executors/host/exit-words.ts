import { constants } from 'node:os';

const NAMES: ReadonlyMap<number, string> = new Map(
  // Some have two names, the usual one first.
  Object.entries(constants.signals)
    .map(([name, number]) => [number, name] as const)
    .reverse(),
);
/** Launchers and shells report a signal as this plus its number. */
const BASE = 128;

/**
 * How a process ended. An exit code above 128 is what a launcher makes of a signal, and what a program may choose by
 * itself: both are said.
 */
export function exitWords(code: number | null, signal: string | null = null): string {
  if (signal !== null) return `signal ${signal}`;
  if (code === null) return 'an unknown exit code';
  const name = NAMES.get(code - BASE);
  return name === undefined
    ? `exit code ${code}`
    : `exit code ${code}, as after signal ${code - BASE} (${name})`;
}
