import { existsSync } from 'node:fs';
import { join } from 'node:path';

const DELEGATE =
  'Run as root, or in a delegated group: systemd-run --user --scope -p Delegate=yes npm start.';
const MOUNT = 'Let this machine mount the cgroup controllers memory, cpu and pids, writable.';
/** A group of version 2 that holds processes hands no memory down; Docker’s own image of Docker does the same. */
const MOVE =
  'In a container: make its control groups writable (docker run --privileged) and move what runs in their root into a group below: mkdir /sys/fs/cgroup/init; xargs -rn1 < /sys/fs/cgroup/cgroup.procs > /sys/fs/cgroup/init/cgroup.procs.';

/** What whoever runs this can do about a limit that no control group holds. The root of a whole machine has no type. */
export function cgroupRemedy(uid = process.getuid?.(), root = '/sys/fs/cgroup'): string {
  if (uid !== 0) return DELEGATE;
  return existsSync(join(root, 'cgroup.type')) ? MOVE : MOUNT;
}
