import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { dockerAt } from '../engines/docker/client.ts';

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
  /** The same daemon on the bridge's own address, as another machine would see it; null without a bridge. */
  tcp: string | null;
  pid: number;
  /** Ends it as a fault would, without a chance to tidy up, and starts it again on the same data and socket. */
  killAndRestart(): Promise<void>;
}

async function untilItAnswers(socketPath: string, child: ChildProcess, said: () => string): Promise<void> {
  const docker = dockerAt(socketPath);
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
  // The daemon makes a mount of its data and, once killed, leaves it to the next one, which takes it for the machine's.
  await run('umount', [join(directory, 'data')]).catch(() => {});
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

export interface DockerdOptions {
  /** A bridge of its own, with this address, for containers that publish ports. Default: none. */
  bridge?: string;
}

interface Bridge {
  name: string;
  /** Where the daemon listens on it. */
  tcp: string | null;
  remove(): Promise<void>;
}

async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, host, () => resolve()));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Makes the bridge, if one is wanted. */
async function makeBridge(address: string | undefined): Promise<Bridge> {
  if (address === undefined) return { name: 'none', tcp: null, remove: async () => {} };
  const name = `xo${process.pid}`;
  const ip = (...args: string[]) => run('ip', args, { env: { ...process.env, PATH } });
  await ip('link', 'add', name, 'type', 'bridge');
  const remove = () =>
    ip('link', 'del', name).then(
      () => {},
      () => {},
    );
  try {
    await ip('addr', 'add', address, 'dev', name);
    await ip('link', 'set', name, 'up');
    const host = address.split('/')[0] ?? '';
    return { name, tcp: `tcp://${host}:${await freePort(host)}`, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * A private Docker daemon for tests: own directories, own socket, no bridge that others use and no firewall
 * rules, so that it shares nothing with one that may already run. Needs root. Disposing ends it and removes
 * its data.
 */
export async function startDockerd(options: DockerdOptions = {}): Promise<Dockerd> {
  const bridge = await makeBridge(options.bridge);
  const directory = await mkdtemp(join(tmpdir(), 'crossover-dockerd-'));
  await chmod(directory, 0o711);
  const socketPath = join(directory, 'docker.sock');
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(
      'dockerd',
      [
        ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'exec')],
        ...['--pidfile', join(directory, 'pid'), '-H', `unix://${socketPath}`],
        ...(bridge.tcp === null ? [] : ['-H', bridge.tcp, '--tls=false']),
        ...[`--bridge=${bridge.name}`, '--iptables=false', '--ip6tables=false', '--log-level=warn'],
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
      await bridge.remove();
      throw error;
    }
    return child;
  };
  let child = await start();
  const dispose = async () => {
    await stop(child, directory);
    await bridge.remove();
  };
  return {
    host: `unix://${socketPath}`,
    tcp: bridge.tcp,
    pid: child.pid ?? 0,
    async killAndRestart() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      // Its containerd ended with it; while nobody has taken note of that end, a new daemon waits for it.
      await rm(join(directory, 'exec/containerd/containerd.pid'), { force: true });
      child = await start();
    },
    [Symbol.asyncDispose]: dispose,
  };
}
