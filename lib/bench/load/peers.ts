import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Ms } from '#lib/domain/units.ts';

const execute = promisify(execFile);

export interface Rate {
  perSecond: number;
  /** CPU time of the generator for one request, which other programs on the machine disturb least; null when not known. */
  cpu: Ms | null;
}

export interface Peer {
  name: string;
  /** Requests over so many connections for so long. */
  measure(port: number, connections: number, seconds: number): Promise<Rate>;
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

/** Makes a Node program say at its end what CPU time it took, in microseconds. */
const TELL_CPU = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error('\\ncpu ' + (user + system)); })",
)}`;

const autocannon = (directory: string): Peer => ({
  name: AUTOCANNON,
  async measure(port, connections, seconds) {
    const program = join(directory, 'node_modules/autocannon/autocannon.js');
    const options = ['-c', String(connections), '-d', String(seconds), '--json', urlOf(port)];
    const { stdout, stderr } = await execute(process.execPath, ['--import', TELL_CPU, program, ...options]);
    const result = JSON.parse(stdout) as { '2xx': number; duration: number };
    const micros = Number(/^cpu (\d+)$/m.exec(stderr)?.[1]);
    return { perSecond: result['2xx'] / result.duration, cpu: micros / 1000 / result['2xx'] };
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
    const perSecond = Number(/^Requests\/sec:\s+([\d.]+)/m.exec(stdout)?.[1] ?? 0);
    return { perSecond, cpu: null };
  },
};

const hasWrk = () =>
  execute('sh', ['-c', 'command -v wrk']).then(
    () => true,
    () => false,
  );
