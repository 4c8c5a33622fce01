import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Ms } from '#lib/domain/units.ts';
import { ownerKey } from '../owner.ts';
import { dockerAt } from './client.ts';
import { dockerHome, forgetDockerOwner } from './leftovers.ts';

const run = promisify(execFile);

/** Where `ssh://user@host:port/path` leads. */
export interface SshHost {
  host: string;
  user: string | null;
  port: string | null;
  /** The engine's socket on that machine. */
  socketPath: string;
}

const DOCKER_SOCKET = '/var/run/docker.sock';
const PLAIN = /^[\w.:%[\]-]+$/;

/**
 * Reads DOCKER_HOST as the docker and podman commands write it; without a path it is Docker's usual socket.
 * @throws Error when it is none, or would be read as an option of ssh
 */
export function parseSshHost(text: string): SshHost {
  const url = new URL(text);
  const { hostname, username, port, pathname } = url;
  const user = decodeURIComponent(username);
  for (const part of [hostname, user]) {
    if (part.startsWith('-') || (part !== '' && !PLAIN.test(part)))
      throw new Error('is no ssh://user@host:port');
  }
  if (hostname === '') throw new Error('names no host');
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    user: user || null,
    port: port || null,
    socketPath: pathname.length > 1 ? decodeURIComponent(pathname) : DOCKER_SOCKET,
  };
}

/** A connection to another machine that carries its engine's socket, and more when asked. */
export interface Tunnel {
  /** The engine's socket, here. */
  socketPath: string;
  /** Carries a port of the other machine's loopback to a socket here; gives what ends that. @throws Error by ssh */
  forward(socketPath: string, port: number): Promise<() => void>;
  close(): Promise<void>;
}

/** What ssh may know of this process: where its settings, keys and agent are. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, SSH_AUTH_SOCK } = process.env;
  return { NODE_ENV: 'production', PATH, HOME, ...(SSH_AUTH_SOCK ? { SSH_AUTH_SOCK } : {}) };
}

const OPTIONS = [
  // Nobody is there to type a password or to trust an unknown host: both are refusals.
  ...['BatchMode=yes', 'ConnectTimeout=10', 'ControlPersist=no', 'ExitOnForwardFailure=yes'],
  ...['ServerAliveInterval=15', 'ServerAliveCountMax=3', 'StreamLocalBindMask=0177'],
].flatMap((option) => ['-o', option]);

const PATIENCE: Ms = 12_000;

async function untilOpen(child: ChildProcess, socketPath: string, said: () => string): Promise<void> {
  const docker = dockerAt(socketPath);
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(30)) {
    if (child.exitCode !== null || child.signalCode !== null || /open failed/.test(said())) break;
    const answered = await docker.ping().then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(said().trim().split('\n').at(-1) || 'no answer through ssh');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

let count = 0;

/** Opens the connection and waits until the engine answers through it. @throws Error with ssh's own last words */
export async function openTunnel({ host, user, port, socketPath: remote }: SshHost): Promise<Tunnel> {
  count += 1;
  const directory = join(dockerHome(), ownerKey, `t${count}`);
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
  const control = join(directory, 'c');
  const socketPath = join(directory, 'd');
  const to = [...(port ? ['-p', port] : []), ...(user ? ['-l', user] : []), '--', host];
  // `cat` ends with our end of its input, and the connection with it: also when we are killed.
  const args = [...OPTIONS, '-M', '-S', control, '-L', `${socketPath}:${remote}`, ...to, 'cat'];
  const child = spawn('ssh', args, { stdio: ['pipe', 'ignore', 'pipe'], env: environment() });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-4_000);
  });
  child.on('error', (error) => {
    said = error.message;
  });
  child.stdin.on('error', () => {});
  const close = async () => {
    await ended(child);
    await rm(directory, { recursive: true, force: true });
    await forgetDockerOwner();
  };
  const ask = (what: string, forward: string) =>
    run('ssh', ['-S', control, '-O', what, '-L', forward, ...to], { env: environment(), timeout: PATIENCE });
  try {
    await untilOpen(child, socketPath, () => said);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    socketPath,
    async forward(local, remotePort) {
      const forward = `${local}:127.0.0.1:${remotePort}`;
      await ask('forward', forward);
      // When the connection has gone, so has what it carried.
      return () => void ask('cancel', forward).catch(() => {});
    },
    close,
  };
}
