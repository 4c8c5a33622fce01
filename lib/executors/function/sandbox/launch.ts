import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Duplex, type Readable } from 'node:stream';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { MiB } from '#lib/domain/units.ts';
import type { EnvironmentGroup } from '../cgroup/group.ts';
import { argumentsFile } from './arguments.ts';
import type { Identity } from './identity.ts';
import type { Mailbox } from './mailbox.ts';

/** Descriptor of the protocol channel inside. */
export const CHANNEL = 3;
/** Descriptor bubblewrap reads the filter from and closes. */
export const FILTER = 4;
/** Descriptor of the mailbox inside, when it has one. */
export const MAILBOX = 5;
/** Descriptor bubblewrap reads its options from and closes. */
const ARGUMENTS = 6;

/** Limits of the process itself; null leaves one as it is. */
export interface RlimitValues {
  /** Counts every process and thread of the sandbox's user on this machine. */
  processes: number | null;
  /** Per process, its anonymous memory. */
  dataMiB: MiB | null;
}

export interface Launch {
  /** Of this run, on this machine. */
  directory: string;
  /** Options of bubblewrap and the command in the sandbox. */
  options: readonly string[];
  command: readonly string[];
  identity: Identity;
  group: EnvironmentGroup;
  filterPath: string | null;
  mailbox?: Mailbox | null;
  limits: RlimitValues;
  /** Shown in the launcher's environment, so that leftovers can be found without control groups. */
  label: string;
}

/** What helper programs get of our environment: nothing, since sandboxed code can read its first process's. */
export const BARE_ENVIRONMENT = {
  NODE_ENV: 'production',
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
} as const;

export const LABEL_VARIABLE = 'CROSSOVER_ENVIRONMENT';

/**
 * The shell puts itself into the group before anything else runs, so no moment is unlimited; `set -e` lets
 * nothing start when a limit cannot be had. `ulimit -p` is dash's name of the process limit, `-u` bash's.
 */
const SCRIPT = `set -e
processes=$1 data=$2; shift 2
while [ "$1" != -- ]; do echo 0 > "$1"; shift; done
shift
# A machine that runs out of memory ends a sandbox before the engine or the database.
{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null || :
umask 022
ulimit -c 0
ulimit -n 1024
[ "$processes" = - ] || ulimit -u "$processes" 2>/dev/null || ulimit -p "$processes"
[ "$data" = - ] || ulimit -d "$data"
exec "$@"`;

const become = ({ uid, gid, drop }: Identity): string[] =>
  drop ? ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'] : [];

const orDash = (value: number | null, unit = 1): string => (value === null ? '-' : String(value * unit));

const argumentsOf = ({ command, identity, group, limits }: Launch): string[] => [
  ...['-c', SCRIPT, 'sandbox', orDash(limits.processes), orDash(limits.dataMiB, 1024)],
  ...group.joinFiles,
  '--',
  ...become(identity),
  'bwrap',
  ...['--args', String(ARGUMENTS)],
  '--',
  ...command,
];

export interface Sandbox {
  process: ChildProcess;
  channel: Duplex;
  stdout: Readable;
  stderr: Readable;
  /** Null when all that goes in goes by the channel. */
  mailbox: Mailbox | null;
}

function sandboxOf(child: ChildProcess, mailbox: Mailbox | null): Sandbox {
  const { stdout, stderr, stdio } = child;
  const channel = stdio?.[CHANNEL];
  if (stdout && stderr && channel instanceof Duplex) {
    return { process: child, stdout, stderr, channel, mailbox };
  }
  throw new CrossoverError({
    code: 'sandbox-not-started',
    owner: 'yours',
    message: 'This machine could not start another process.',
    remedy: 'Lower the concurrency, or raise the limits of open files and processes (ulimit -n, ulimit -u).',
  });
}

/**
 * Starts a sandbox. Descriptors inside: 0 (empty), 1 and 2 (pipes to us), 3 (the channel), 5 (the mailbox, if any).
 * The filter is opened anew each time: bubblewrap reads a shared descriptor to its end.
 * @throws CrossoverError `sandbox-not-started`, `invalid-environment`
 */
export function launch(spec: Launch): Sandbox {
  const { mailbox = null } = spec;
  const given = argumentsFile(spec.directory, spec.options);
  let filter: number | null = null;
  try {
    filter = spec.filterPath === null ? null : openSync(spec.filterPath, 'r');
    const child = spawn('/bin/sh', argumentsOf(spec), {
      cwd: '/',
      env: { ...BARE_ENVIRONMENT, [LABEL_VARIABLE]: spec.label },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', filter ?? 'ignore', mailbox?.inside ?? 'ignore', given],
    });
    // Without a listener a failed start would end the whole engine; the missing streams tell it too.
    child.once('error', () => {});
    spec.group.watch(child);
    return sandboxOf(child, mailbox);
  } finally {
    closeSync(given);
    if (filter !== null) closeSync(filter);
    mailbox?.handedOver();
  }
}
