import { mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** How a path answers when its parent went between two steps: ENOENT, and in a cgroup hierarchy ENODEV. */
const GONE = ['ENOENT', 'ENODEV'];

/** Enough for any number of owners that come and go at once: each try fails only if one leaves in that very moment. */
const TRIES = 1_000;

function makeIfMissing(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * Makes `path` and its parent, which several owners share and remove when it is empty: it may go between the making of
 * the two, and then both are made again. What is above the parent has to be there. Throws what else mkdir throws.
 * Not mkdir's own `recursive`: where the kernel refuses a directory with ENOENT, as in /proc, Node tries for ever.
 */
export function makeSharedDirectory(path: string): void {
  for (let left = TRIES; ; left -= 1) {
    makeIfMissing(dirname(path));
    try {
      makeIfMissing(path);
      return;
    } catch (error) {
      if (!GONE.includes(codeOf(error)) || left === 0) throw error;
    }
  }
}

/** The names in a directory that another owner may remove at any time; none when it is not there. */
export function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (GONE.includes(codeOf(error))) return [];
    throw error;
  }
}
