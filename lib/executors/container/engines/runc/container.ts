import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { within } from '../../../host/within.ts';
import type { Program } from '../../image/program.ts';
import type { Address, Container, Exit } from '../engine.ts';
import { forwardSocket, startForward, untilPid } from '../forward.ts';
import { SOCKET_NAME } from '../socket-directory.ts';
import { killedForMemory, residentMemory, sweepCgroups } from './cgroups.ts';
import { RUNC_ENV, runc } from './runc.ts';
import { cgroupUsage, withProcesses } from './usage.ts';

export interface RuncPlace {
  id: string;
  /** runc's state directory. */
  root: string;
  /** Directory of this container: config.json, its socket, runc's log. */
  directory: string;
  /** Where the wrapper puts its socket; null where it is reached through a port of its own network. */
  socketDirectory: string | null;
}

/** What runc says when it cannot start a container goes into its log, not into the container's output. */
async function runcErrors(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'runc.log'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .flatMap((line) => /"level":"error","msg":"(.*?)","time"/.exec(line)?.[1] ?? [])
    .join('\n');
}

function exitOf(child: ChildProcess, id: string): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, killedFor: null }));
    // `--keep` leaves the cgroup in place, so its evidence can be read after the end.
    child.once('close', (code) => resolve({ code, killedFor: code === 0 ? null : killedForMemory(id) }));
  });
}

const readPid = (file: string): Promise<number | null> => readFile(file, 'utf8').then(Number, () => null);

/** Joins the port of an own server with a socket, as soon as there is a process. */
function forwardTo(pidFile: string, port: number, directory: string, exited: Promise<unknown>): () => void {
  let stop = () => {};
  let over = false;
  void untilPid(() => readPid(pidFile), exited).then((pid) => {
    if (pid > 0 && !over) stop = startForward(pid, port, directory);
  });
  return () => {
    over = true;
    stop();
  };
}

/** What it prints, to all who listen; `print` adds to it. */
function outputOf({ stdout, stderr }: ChildProcessWithoutNullStreams) {
  const listeners: ((chunk: Buffer) => void)[] = [];
  const print = (chunk: Buffer) => {
    for (const listener of listeners) listener(chunk);
  };
  stdout.on('data', print);
  stderr.on('data', print);
  return { print, onOutput: (listener: (chunk: Buffer) => void) => void listeners.push(listener) };
}

/** Starts a container from a bundle directory that holds its config.json. */
export function startRunc({ id, root, directory, socketDirectory }: RuncPlace, program: Program): Container {
  const pidFile = join(directory, 'pid');
  const log = ['--log', join(directory, 'runc.log'), '--log-format', 'json'];
  const state = ['--root', root, ...log];
  // Our end of its standard input closes when we die, however we die: the wrapper inside watches it.
  // No keyring of its own: no call for keys is let through, and inside of a container runc itself may make none.
  const flags = ['--keep', '--no-new-keyring', '--pid-file', pidFile, '--bundle', directory];
  const child = spawn('runc', [...state, 'run', ...flags, id], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: RUNC_ENV,
  });
  child.stdin.on('error', () => {});
  const { print, onOutput } = outputOf(child);
  const exited = exitOf(child, id).then(async (exit) => {
    const errors = await runcErrors(directory);
    if (errors !== '') print(Buffer.from(`runc: ${errors}\n`));
    return exit;
  });
  const own = program.kind === 'wrapper' ? socketDirectory : null;
  const unforward = own === null ? forwardTo(pidFile, program.port, directory, exited) : () => {};
  const address: Address =
    own === null
      ? { socketPath: forwardSocket(directory), forwarded: true }
      : { socketPath: join(own, SOCKET_NAME) };
  return {
    id,
    address,
    exited,
    onOutput,
    memoryUsed: () => residentMemory(id),
    usage: async () => withProcesses(cgroupUsage(id), (await readPid(pidFile)) ?? 0),
    // It may have ended in this very moment: then there is nothing to signal.
    signal: (signal) =>
      runc(root, 'kill', id, signal).then(
        () => {},
        () => {},
      ),
    async remove() {
      unforward();
      await runc(root, 'delete', '--force', id).catch(() => {});
      // A runc that is only about to make the container has nothing to delete yet: it is ended itself.
      if ((await within(exited, 1_000, () => null)) === null) child.kill('SIGKILL');
      await exited;
      await runc(root, 'delete', '--force', id).catch(() => {});
      sweepCgroups((name) => name === id);
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
