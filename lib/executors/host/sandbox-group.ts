import { chmodSync, chownSync } from 'node:fs';
import { makeDirectory } from './home.ts';

/**
 * systemd's list of user ids leaves 1879048192 to 2147483647 unused, so nobody owns a file or a process there.
 * Every engine process has a block of its own, so limits counted per user never mix.
 */
const FIRST_UID = 1_879_048_192;
export const SLOTS_PER_PROCESS = 1_024;
const PROCESS_BLOCKS = 262_144;

/** The first user id of this process's block. */
export const firstUser = (): number => FIRST_UID + (process.pid % PROCESS_BLOCKS) * SLOTS_PER_PROCESS;

/**
 * The group that all function sandboxes of this process have and nobody else on this machine: it lets them through to
 * their code. Null where they run as the engine's own user, who owns everything already.
 */
export const sandboxGroup = (): number | null =>
  process.getuid?.() === 0 ? firstUser() + SLOTS_PER_PROCESS - 1 : null;

/** Makes a directory that our sandboxes may pass through and no other user of this machine may enter. */
export function makeForSandboxes(path: string): void {
  const group = sandboxGroup();
  makeDirectory(path, 0o700);
  if (group === null) return;
  chownSync(path, 0, group);
  chmodSync(path, 0o710);
}
