import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Capability } from '#lib/domain/execution/executor.ts';
import { cgroupRemedy } from '../host/cgroup-remedy.ts';
import { isForThisMachineOnly } from '../host/loopback.ts';
import { inContainer } from '../host/surroundings.ts';
import { budgetLine } from '../machine/capability.ts';
import { CONTROLLERS, type Controller } from './cgroup/find.ts';
import type { Sites } from './cgroup/site.ts';
import { openSites, removeSite } from './cgroup/tree.ts';
import { identityOf } from './sandbox/identity.ts';
import { BARE_ENVIRONMENT } from './sandbox/launch.ts';
import { seccompFilter } from './seccomp/filter.ts';

const run = promisify(execFile);

type Line = Omit<Capability, 'side'>;
const ok = (id: string, title: string, detail: string): Line => ({
  id,
  title,
  status: 'ok',
  detail,
  remedy: null,
});

interface Attempt {
  worked: boolean;
  output: string;
}

async function attempt(command: string, args: readonly string[]): Promise<Attempt> {
  try {
    const { stdout } = await run(command, args, { env: BARE_ENVIRONMENT, timeout: 10_000 });
    return { worked: true, output: stdout.trim() };
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return { worked: false, output: stderr?.trim() || message };
  }
}

/** Runs `true` in the smallest sandbox, as the user that sandboxes run as; a container may refuse the mount of /proc alone. */
function tryBubblewrap(extra: readonly string[]): Promise<Attempt> {
  const { uid, gid, drop } = identityOf(1023);
  const bwrap = [
    'bwrap',
    '--unshare-user',
    '--unshare-pid',
    ...extra,
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    'true',
  ];
  const command = drop
    ? ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--', ...bwrap]
    : bwrap;
  return attempt(command[0] ?? '', command.slice(1));
}

const INSTALL = 'Install it: apt-get install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora).';
const ALLOW_NAMESPACES =
  'Allow user namespaces for ordinary users: sysctl -w user.max_user_namespaces=10000, on Debian kernel.unprivileged_userns_clone=1, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0.';

/** The kernel is that of the machine outside, whose settings are not to be changed from in here. */
const ALLOW_IN_CONTAINER =
  'Start the container by Crossover’s own compose.yaml, which asks for the rights that sandboxes need; on the machine outside allow user namespaces: sysctl -w user.max_user_namespaces=10000, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0.';

const missing = (id: string, title: string, detail: string, remedy: string): Line => ({
  ...{ id, title, status: 'missing', detail, remedy },
});

async function bubblewrap(): Promise<Line> {
  const title = 'bubblewrap';
  if (process.platform !== 'linux') {
    return missing(
      'bubblewrap',
      title,
      'Sandboxes need Linux.',
      'Run both sides in Docker, by one command: npm start -- --docker. Or run Crossover on Linux or in WSL 2.',
    );
  }
  const { worked, output } = await attempt('bwrap', ['--version']);
  return worked
    ? ok('bubblewrap', title, output)
    : missing('bubblewrap', title, 'The program bwrap was not found.', INSTALL);
}

async function userNamespaces(): Promise<Line> {
  const title = 'User, process and mount namespaces';
  const { worked, output } = await tryBubblewrap([]);
  if (worked) return ok('namespaces', title, 'Sandboxes see neither processes nor files of this machine.');
  return missing('namespaces', title, output, inContainer() ? ALLOW_IN_CONTAINER : ALLOW_NAMESPACES);
}

async function network(): Promise<Line> {
  const title = 'Network isolation';
  const { worked, output } = await tryBubblewrap(['--unshare-net']);
  if (worked) return ok('network', title, 'Sandboxes have a loopback of their own and no other network.');
  const remedy = inContainer()
    ? ALLOW_IN_CONTAINER
    : 'Allow network namespaces: the kernel needs CONFIG_NET_NS.';
  return missing('network', title, output, remedy);
}

async function unprivileged(): Promise<Line> {
  const title = 'Unprivileged user per sandbox';
  if (process.getuid?.() !== 0) return ok('user', title, 'Sandboxes run as you; you are not root.');
  const { worked, output } = await attempt('setpriv', ['--version']);
  if (worked) return ok('user', title, 'Each sandbox runs as a user id of its own that owns nothing.');
  return missing('user', title, output, 'Install setpriv: apt-get install util-linux.');
}

/** Set to 1 by a user who trusts the code: then what only untrusted code would abuse may be missing. */
export const TRUST_VARIABLE = 'CROSSOVER_TRUST_CODE';
const trusted = (): boolean => process.env[TRUST_VARIABLE] === '1';
/** Who is reached from elsewhere runs what others send; else whoever wrote the code sits at this machine. */
function runsCodeOfOthers(): boolean {
  const { CROSSOVER_HOST, CROSSOVER_PUBLISHED } = process.env;
  return !isForThisMachineOnly({ CROSSOVER_HOST, CROSSOVER_PUBLISHED });
}

/** Without it code could reach far into the kernel, so only code that the user trusts runs. */
function seccomp(): Line {
  const title = 'System call filter';
  const filter = seccompFilter();
  if (filter !== null) return ok('seccomp', title, `${filter.length / 8} instructions for ${process.arch}.`);
  const detail = `There is no filter for ${process.arch}${trusted() ? '; you trust the code' : ''}.`;
  const remedy = `Use x86-64 or arm64, or set ${TRUST_VARIABLE}=1 to run code that you trust without it.`;
  return { id: 'seccomp', title, status: trusted() ? 'degraded' : 'missing', detail, remedy };
}

/** Says that cold starts are not those of an empty pool; nothing when none are kept. */
export function prestartedLine(count: number): Capability[] {
  if (count === 0) return [];
  const detail = `${count} sandboxes of each memory size in use wait for code with Node.js: its cold starts are shorter than those of an empty pool. Those of Python are never pre-started.`;
  const remedy = 'Unset CROSSOVER_PRESTARTED to measure cold starts of an empty pool.';
  return [
    {
      side: 'function',
      id: 'prestarted',
      title: 'Pre-started sandboxes',
      status: 'degraded',
      detail,
      remedy,
    },
  ];
}

const GROUP_TEXT: Readonly<Record<Controller, { title: string; have: string; lack: string }>> = {
  memory: {
    title: 'Memory limit',
    have: 'The whole sandbox is limited. Files in /tmp have a size limit of their own and, unlike on a platform, count as memory too.',
    lack: 'No group counts it: the memory of all processes is looked at two to ten times a second and a sandbox above its limit is ended; the data segment of each (RLIMIT_DATA) and V8’s heap are limited.',
  },
  cpu: {
    title: 'CPU share',
    have: 'CPU time is in proportion to memory once the code is loaded.',
    lack: 'CPU time is not limited: a function with little memory runs faster than on a platform.',
  },
  pids: {
    title: 'Process limit',
    have: 'Processes and threads of a sandbox are limited.',
    lack: 'Processes are limited per user only (RLIMIT_NPROC).',
  },
};

/** A limit that is not held: told of the user's own code, and enough to refuse that of others. */
function notHeld(id: string, title: string, lack: string): Line {
  if (!runsCodeOfOthers() || trusted()) {
    return { id, title, status: 'degraded', detail: lack, remedy: cgroupRemedy() };
  }
  const detail = `${lack} Crossover listens beyond this machine, so the code may be anybody’s.`;
  const remedy = `${cgroupRemedy()} Or listen on this machine alone (CROSSOVER_HOST), or set ${TRUST_VARIABLE}=1 if you trust everybody who can send code.`;
  return missing(id, title, detail, remedy);
}

function groups(sites: Sites): Line[] {
  return CONTROLLERS.map((controller) => {
    const site = sites[controller];
    const { title, have, lack } = GROUP_TEXT[controller];
    const id = `cgroup-${controller}`;
    return site === undefined ? notHeld(id, title, lack) : ok(id, title, `${have} (cgroup v${site.version})`);
  });
}

function probeGroups(): Line[] {
  const sites = openSites(`probe-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  try {
    return [...groups(sites), budgetLine(sites)];
  } finally {
    for (const site of Object.values(sites)) removeSite(site);
  }
}

/** One line a layer, each found out by trying it. */
export async function capabilitiesOf(): Promise<Capability[]> {
  const first = await bubblewrap();
  const rest = first.status === 'ok' ? await Promise.all([unprivileged(), userNamespaces(), network()]) : [];
  const lines = first.status === 'ok' ? [first, ...rest, seccomp(), ...probeGroups()] : [first];
  return lines.map((line) => ({ ...line, side: 'function' }));
}

let engine: Promise<string> | undefined;

/**
 * Makes sure sandboxes can start and says what starts them, e.g. `bubblewrap 0.8.0`.
 * @throws CrossoverError `sandbox-unavailable` with the first layer that is missing.
 */
export function requireSandbox(): Promise<string> {
  engine ??= findEngine().catch((error: unknown) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function findEngine(): Promise<string> {
  const lines = await capabilitiesOf();
  const lacking = lines.find(({ status }) => status === 'missing');
  if (lacking !== undefined) {
    throw new CrossoverError({
      code: 'sandbox-unavailable',
      owner: 'yours',
      message: `Functions cannot run on this machine: ${lacking.title} is missing.`,
      remedy: lacking.remedy ?? 'Run doctor.',
      detail: lacking.detail,
    });
  }
  return lines[0]?.detail ?? 'bubblewrap';
}
