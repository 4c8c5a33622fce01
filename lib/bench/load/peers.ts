import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface Peer {
  name: string;
  /** Requests per second over so many connections for so long. */
  measure(port: number, connections: number, seconds: number): Promise<number>;
}

const AUTOCANNON = 'autocannon@9.0.0';

/** Peers are never dependencies of the product: autocannon is installed for the run and removed after it. */
export async function openPeers(say: (text: string) => void): Promise<{ peers: Peer[] } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'crossover-bench-'));
  const close = () => rm(directory, { recursive: true, force: true });
  try {
    say(`Installing ${AUTOCANNON} into a temporary directory`);
    const flags = ['--prefix', directory, '--ignore-scripts', '--no-audit', '--no-fund'];
    await execute('npm', ['install', ...flags, AUTOCANNON]);
    const wrk = await hasWrk();
    if (!wrk) say('wrk is not on the PATH (Debian: apt-get install wrk): left out');
    return { peers: [autocannon(directory), ...(wrk ? [WRK] : [])], [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

const urlOf = (port: number) => `http://127.0.0.1:${port}/`;

const autocannon = (directory: string): Peer => ({
  name: AUTOCANNON,
  async measure(port, connections, seconds) {
    const program = join(directory, 'node_modules/autocannon/autocannon.js');
    const options = ['-c', String(connections), '-d', String(seconds), '--json', urlOf(port)];
    const { stdout } = await execute(process.execPath, [program, ...options]);
    const result = JSON.parse(stdout) as { '2xx': number; duration: number };
    return result['2xx'] / result.duration;
  },
});

/** One thread, as the others have. */
const WRK: Peer = {
  name: 'wrk, 1 thread',
  async measure(port, connections, seconds) {
    const { stdout } = await execute('wrk', [
      '-t1',
      '-c',
      String(connections),
      '-d',
      String(seconds),
      urlOf(port),
    ]);
    return Number(/^Requests\/sec:\s+([\d.]+)/m.exec(stdout)?.[1] ?? 0);
  },
};

const hasWrk = () =>
  execute('sh', ['-c', 'command -v wrk']).then(
    () => true,
    () => false,
  );
