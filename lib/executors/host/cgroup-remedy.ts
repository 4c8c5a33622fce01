import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inContainer } from './surroundings.ts';

const DELEGATE =
  'Run as root, or in a delegated group: systemd-run --user --scope -p Delegate=yes npm start.';
const MOUNT = 'Let this machine mount the cgroup controllers memory, cpu and pids, writable.';
/** A group of version 2 that holds processes hands no memory down, and engines mount groups to be read only. */
const PREPARE =
  'In a container: start it by Crossover’s own compose.yaml, with which control groups are prepared before the product starts.';

/** What whoever runs this can do about a limit that no control group holds. The root of a whole machine has no type. */
export function cgroupRemedy(
  uid = process.getuid?.(),
  root = '/sys/fs/cgroup',
  contained = inContainer(),
): string {
  if (contained || (uid === 0 && existsSync(join(root, 'cgroup.type')))) return PREPARE;
  return uid === 0 ? MOUNT : DELEGATE;
}
