import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';

const run = promisify(execFile);
const PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/** Packages from which the tests get their own Docker daemon on Debian. */
export const DOCKERD_PACKAGES = ['docker.io'] as const;

/** True when a Docker daemon can be started here for tests. */
export async function dockerdInstalled(): Promise<boolean> {
  return run('dockerd', ['--version'], { env: { ...process.env, PATH } }).then(
    () => true,
    () => false,
  );
}

/** Installs the daemon on Debian as root, without starting a service. @throws Error with apt's own words. */
export async function installDockerd(): Promise<void> {
  const env = { ...process.env, PATH, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...DOCKERD_PACKAGES], { env });
}

export interface Dockerd extends AsyncDisposable {
  /** As in DOCKER_HOST. */
  host: string;
  pid: number;
}

async function untilItAnswers(socketPath: string, child: ChildProcess, said: () => string): Promise<void> {
  const docker = new Docker({ socketPath });
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) break;
    const answered = await docker.ping().then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`dockerd did not start: ${said()}`);
}

async function stop(child: ChildProcess, directory: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * A private Docker daemon for tests: own directories, own socket, no bridge and no firewall rules, so that
 * it shares nothing with one that may already run. Needs root. Disposing ends it and removes its data.
 */
export async function startDockerd(): Promise<Dockerd> {
  const directory = await mkdtemp(join(tmpdir(), 'crossover-dockerd-'));
  await chmod(directory, 0o711);
  const socketPath = join(directory, 'docker.sock');
  const child = spawn(
    'dockerd',
    [
      ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'exec')],
      ...['--pidfile', join(directory, 'pid'), '-H', `unix://${socketPath}`],
      ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--log-level=warn'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH } },
  );
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.once('error', (error) => keep(Buffer.from(error.message)));
  try {
    await untilItAnswers(socketPath, child, () => output);
  } catch (error) {
    await stop(child, directory);
    throw error;
  }
  const dispose = () => stop(child, directory);
  return { host: `unix://${socketPath}`, pid: child.pid ?? 0, [Symbol.asyncDispose]: dispose };
}
