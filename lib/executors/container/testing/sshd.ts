import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SSHD = '/usr/sbin/sshd';

export interface Sshd extends AsyncDisposable {
  /** `ssh://user@127.0.0.1:port`, to which a path may be added. */
  host: string;
  /** To be first on the PATH: an `ssh` that knows this server's key and has one that it accepts. */
  bin: string;
  /** The same without any key that the server accepts. */
  stranger: string;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

async function makeKey(path: string): Promise<string> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  return (await readFile(`${path}.pub`, 'utf8')).trim();
}

/** An `ssh` with settings of its own: the real one reads those of the account, which tests leave alone. */
async function makeClient(directory: string, name: string, settings: readonly string[]): Promise<string> {
  const bin = join(directory, name);
  await mkdir(bin);
  const config = join(bin, 'config');
  await writeFile(config, `${settings.join('\n')}\n`);
  await writeFile(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${config} "$@"\n`, { mode: 0o755 });
  return bin;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** A private ssh server on the loopback, with keys of its own. Needs root (Debian: openssh-server). */
export async function startSshd(port: number): Promise<Sshd> {
  const directory = await mkdtemp(join(tmpdir(), 'crossover-sshd-'));
  const path = (name: string) => join(directory, name);
  const hostKey = await makeKey(path('host'));
  await writeFile(path('authorized'), `${await makeKey(path('user'))}\n`);
  await makeKey(path('other'));
  await writeFile(path('known'), `[127.0.0.1]:${port} ${hostKey}\n`);
  const known = [`UserKnownHostsFile ${path('known')}`, 'IdentitiesOnly yes', 'IdentityAgent none'];
  const bin = await makeClient(directory, 'bin', [...known, `IdentityFile ${path('user')}`]);
  const stranger = await makeClient(directory, 'stranger', [...known, `IdentityFile ${path('other')}`]);
  const settings = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${path('host')}`, 'PidFile none'],
    ...[`AuthorizedKeysFile ${path('authorized')}`, 'StrictModes no', 'UsePAM no'],
    ...['PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password'],
  ];
  await writeFile(path('sshd_config'), `${settings.join('\n')}\n`);
  await chmod(directory, 0o711);
  // Where it separates its privileges; Debian makes it when its own service starts.
  await mkdir('/run/sshd', { recursive: true });
  const child = spawn(SSHD, ['-D', '-e', '-f', path('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-4_000);
  });
  child.on('error', (error) => {
    said = error.message;
  });
  const dispose = async () => {
    await ended(child);
    await rm(directory, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (child.exitCode !== null || tries > 200) {
      await dispose();
      throw new Error(`sshd did not start (apt-get install openssh-server): ${said}`);
    }
    await sleep(50);
  }
  return {
    ...{ host: `ssh://${userInfo().username}@127.0.0.1:${port}`, bin, stranger },
    [Symbol.asyncDispose]: dispose,
  };
}
