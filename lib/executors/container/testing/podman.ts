import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { dockerAt } from '../engines/docker/client.ts';

const PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

export interface Podman extends AsyncDisposable {
  /** As in DOCKER_HOST. */
  host: string;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function untilItAnswers(socketPath: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answered = await dockerAt(socketPath)
      .ping()
      .then(
        () => true,
        () => false,
      );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`podman did not start (apt-get install podman): ${said()}`);
}

/**
 * A private Podman service: own storage, own socket, with runc and plain cgroups, as it works also where no systemd
 * runs. Needs root. Disposing ends it and removes its data.
 */
export async function startPodman(): Promise<Podman> {
  const directory = await mkdtemp(join(tmpdir(), 'crossover-podman-'));
  await chmod(directory, 0o711);
  const socketPath = join(directory, 'podman.sock');
  const runtimeDirectory = join(directory, 'run');
  await mkdir(runtimeDirectory, { mode: 0o700 });
  const env = { ...process.env, PATH, XDG_RUNTIME_DIR: runtimeDirectory };
  const child = spawn(
    'podman',
    [
      ...['--root', join(directory, 'root'), '--runroot', join(directory, 'runroot')],
      ...['--runtime', 'runc', '--cgroup-manager', 'cgroupfs', '--events-backend', 'file'],
      ...['system', 'service', '--time=0', `unix://${socketPath}`],
    ],
    // Its monitors leave notes where it was started.
    { stdio: ['ignore', 'ignore', 'pipe'], env, cwd: directory },
  );
  let said = '';
  const keep = (text: string) => {
    said = (said + text).slice(-4_000);
  };
  child.stderr.on('data', (chunk) => keep(String(chunk)));
  child.on('error', (error) => keep(error.message));
  const dispose = async () => {
    await ended(child);
    // Its storage is mounted upon itself and stays so after its end.
    await promisify(execFile)('umount', ['--lazy', join(directory, 'root/overlay')], { env }).catch(() => {});
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await untilItAnswers(socketPath, child, () => said);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { host: `unix://${socketPath}`, [Symbol.asyncDispose]: dispose };
}
