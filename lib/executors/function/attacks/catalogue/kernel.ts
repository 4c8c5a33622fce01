import { type Arena, type Attack, FILTER, filtered, type Result, refused } from '../attack.ts';

const write = (name: string): string => `require('node:fs').writeFileSync('/proc/sys/${name}', 'x')`;
const DENIED = /EACCES|EROFS|EPERM/;

const refusedTool =
  (message: RegExp, ...command: string[]) =>
  async ({ tool }: Arena): Promise<Result> => {
    const output = await tool(...command);
    return { stopped: message.test(output), evidence: output.trim().split('\n').at(-1)?.slice(0, 80) ?? '' };
  };

/** Numbers of x86-64 and arm64, then arguments. */
export const KERNEL: readonly Attack[] = [
  {
    name: 'write /proc/sys/kernel/core_pattern',
    layer: 'unprivileged user',
    run: refused(write('kernel/core_pattern'), DENIED),
  },
  {
    name: 'write /proc/sys/vm/drop_caches',
    layer: 'unprivileged user',
    run: refused(write('vm/drop_caches'), DENIED),
  },
  {
    name: 'mount',
    layer: FILTER,
    run: filtered([165, 40, 0, 0, 0, 0, 0], [430, 430, 0, 0], [429, 429, 0, 0, 0, 0, 0]),
  },
  { name: 'chroot, pivot_root', layer: FILTER, run: filtered([161, 51, 0], [155, 41, 0, 0]) },
  {
    name: 'mknod',
    layer: 'no capabilities',
    run: refusedTool(/not permitted/, '/usr/bin/mknod', '/tmp/sda', 'b', '8', '0'),
  },
  { name: 'setns', layer: FILTER, run: filtered([308, 268, 0, 0]) },
  {
    name: 'new user namespace',
    layer: FILTER,
    run: filtered([272, 97, 0x10000000], [56, 220, 0x10000011, 0, 0, 0, 0], [435, 435, 0, 0]),
  },
  { name: 'bpf', layer: FILTER, run: filtered([321, 280, 0, 0, 0]) },
  {
    name: 'io_uring',
    layer: FILTER,
    run: filtered([425, 425, 1, 0], [426, 426, 0, 0, 0, 0, 0, 0], [427, 427, 0, 0, 0, 0]),
  },
  {
    name: 'keyctl, add_key',
    layer: FILTER,
    run: filtered([250, 219, 0, 0, 0, 0, 0], [248, 217, 0, 0, 0, 0, 0]),
  },
  { name: 'userfaultfd', layer: FILTER, run: filtered([323, 282, 1]) },
  { name: 'perf_event_open', layer: FILTER, run: filtered([298, 241, 0, 0, -1, -1, 0]) },
];
