import {
  type Arena,
  type Attack,
  endsAs,
  FILTER,
  filtered,
  harmless,
  type Result,
  refused,
} from '../../function/attacks/attack.ts';
import { DATA } from '../../function/attacks/catalogue/data.ts';
import { EXHAUSTION } from '../../function/attacks/catalogue/exhaustion.ts';
import { FILES } from '../../function/attacks/catalogue/files.ts';
import { KERNEL } from '../../function/attacks/catalogue/kernel.ts';
import { KERNEL_MEMORY } from '../../function/attacks/catalogue/kernel-memory.ts';
import { NETWORKS } from '../../function/attacks/catalogue/network.ts';
import { PROCESSES } from '../../function/attacks/catalogue/processes.ts';
import { FORGERIES } from '../../function/attacks/figures/forgeries.ts';
import { OUTPUT_LIMITS } from '../replica/output.ts';

/** The attacks on a function's sandbox that are the very same on a container. */
const SHARED = new Set([
  ...['read /etc/shadow', 'read it through /proc/1/root', 'write /', "change the function's own code"],
  ...['signal the executor', 'ptrace', 'read memory of another process', "read the executor's environment"],
  ...['use descriptors of the executor', ...NETWORKS.map(({ name }) => name)],
  ...['write /proc/sys/kernel/core_pattern', 'write /proc/sys/vm/drop_caches', 'mount', 'chroot, pivot_root'],
  ...['setns', 'new user namespace', 'bpf', 'io_uring', 'keyctl, add_key', 'userfaultfd', 'perf_event_open'],
  ...[
    'memory bomb: heap',
    'buffers of TCP over its loopback',
    'endless loop',
    'descriptor leak',
    'a huge reply',
  ],
]);

const shared = [...FILES, ...PROCESSES, ...NETWORKS, ...KERNEL, ...EXHAUSTION, ...DATA].filter(({ name }) =>
  SHARED.has(name),
);

const IMAGE = 'read-only image';
const USER = 'unprivileged user, no new privileges';
const TMPFS = 'size of its tmpfs';
const DENIED = /EROFS|EACCES|EPERM|ENOENT|ETXTBSY/;
const append = (path: string): string =>
  `require('node:fs').appendFileSync(${JSON.stringify(path)}, 'x'); return 'written'`;

/** Writes until it is refused; stopped when that came before the limit. */
const filling = (path: string, mostMiB: number) =>
  harmless(
    `const fs = require('node:fs'); const block = Buffer.alloc(1 << 20, 1); let written = 0; const fd = fs.openSync(${JSON.stringify(path)}, 'w');
     try { for (; written < 700; written += 1) fs.writeSync(fd, block); return { written }; } catch (error) { return { written, code: error.code }; } finally { fs.closeSync(fd); fs.rmSync(${JSON.stringify(path)}); }`,
    (value) => {
      const { written, code } = value as { written: number; code?: string };
      return code === 'ENOSPC' && written <= mostMiB;
    },
  );

/** What it is then: refused, or who root inside is outside, with the capabilities it has. */
const BECOME_ROOT = `const fs = require('node:fs');
  try { process.setuid(0); } catch (error) { return error.code; }
  return { outside: fs.readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\\s+/)[1],
    capabilities: fs.readFileSync('/proc/self/status', 'utf8').match(/^CapEff:\\s(.*)$/m)[1] };`;

/** Without root there is a root of its own user namespace: nobody but the user outside, and without capabilities. */
function isNobody(found: unknown): boolean {
  const { outside, capabilities } = Object(found) as { outside?: string; capabilities?: string };
  return found === 'EPERM' || (outside !== '0' && /^0+$/.test(capabilities ?? ''));
}

const FORK_BOMB = `import { spawn } from 'node:child_process';
  export const handler = async () => { let refused = 0; const children = [];
    for (let n = 0; n < 60; n += 1) { const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
      child.on('error', () => { refused += 1; }); children.push(child); }
    await new Promise((done) => setTimeout(done, 500));
    for (const child of children) child.kill('SIGKILL');
    return String(refused); };`;
const FLOOD = `export const handler = () => { for (let n = 0; n < 30; n += 1) console.log('y'.repeat(1 << 20)); return 'done'; };`;
const BUFFERS = 'export const handler = () => { const a = []; for (;;) a.push(Buffer.alloc(16 << 20, 1)); };';

async function forkBomb({ invoke }: Arena): Promise<Result> {
  const { outcome, body } = await invoke(FORK_BOMB, { memory: 1_024, timeout: 60_000 });
  const stopped = outcome === 'ok' ? Number(body) > 0 : outcome !== 'unavailable';
  return { stopped, evidence: outcome === 'ok' ? `${body} of 60 refused` : outcome };
}

async function flood({ invoke }: Arena): Promise<Result> {
  const { outcome, log } = await invoke(FLOOD, { timeout: 30_000 });
  const stopped = outcome === 'ok' && log.length < 2 * OUTPUT_LIMITS.request;
  return { stopped, evidence: `30 MiB printed, ${log.length} bytes kept` };
}

const OWN: readonly Attack[] = [
  { name: 'change the runtime', layer: IMAGE, run: refused(append('/var/runtime/server.cjs'), DENIED) },
  { name: 'change the program node', layer: IMAGE, run: refused(append('/usr/local/bin/node'), DENIED) },
  { name: 'add a user to /etc/passwd', layer: IMAGE, run: refused(append('/etc/passwd'), DENIED) },
  { name: 'make a device in /dev', layer: IMAGE, run: refused(append('/dev/x'), DENIED) },
  {
    name: 'reach the engine by its socket',
    layer: 'mount namespace',
    run: refused(append('/var/run/docker.sock'), /ENOENT|EROFS/),
  },
  {
    name: 'escape by release_agent of a cgroup',
    layer: 'no cgroup mounts',
    run: refused(append('/sys/fs/cgroup/memory/release_agent'), DENIED),
  },
  {
    name: 'put another socket in the place of its own',
    layer: 'directory closed to it',
    run: refused(`require('node:fs').symlinkSync('/run/docker.sock', '/run/crossover/other')`, DENIED),
  },
  {
    name: 'see other processes',
    layer: 'PID namespace',
    run: harmless(
      `return require('node:fs').readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).length`,
      (count) => count === 1,
    ),
  },
  { name: 'become root', layer: USER, run: harmless(BECOME_ROOT, isNobody) },
  {
    name: 'keep a capability',
    layer: 'all capabilities dropped',
    run: harmless(
      `return require('node:fs').readFileSync('/proc/self/status', 'utf8').match(/^Cap.*$/gm).join()`,
      (found) => typeof found === 'string' && /^(Cap\w+:\s0+,?){5}$/.test(found),
    ),
  },
  {
    name: 'mknod',
    layer: FILTER,
    run: filtered([133, 33, 0, 0x6000, 0x800], [259, 33, -100, 0, 0x6000, 0x800]),
  },
  { name: 'fill /tmp', layer: TMPFS, run: filling('/tmp/fill', 64) },
  { name: 'fill /dev/shm', layer: TMPFS, run: filling('/dev/shm/fill', 16) },
  { name: 'fork bomb', layer: 'limit of processes', run: forkBomb },
  {
    name: 'memory bomb: buffers',
    layer: 'memory limit',
    run: endsAs(['out-of-memory', 'exited', 'handler-error'], BUFFERS, { timeout: 60_000 }),
  },
  { name: 'output flood', layer: 'bounded output', run: flood },
];

export const CONTAINER_ATTACKS: readonly Attack[] = [...shared, ...OWN, ...KERNEL_MEMORY, ...FORGERIES];
