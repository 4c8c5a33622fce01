import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '#lib/executors/host/home.ts';
import type { BenchRow } from '../bench.ts';
import { docker, type Ran, ran } from './docker.ts';
import { COMPOSE_RIGHTS, doctorWith } from './rights.ts';

const told = (what: string, { code, stdout, stderr }: Ran, words: readonly string[]): BenchRow => {
  const said = stdout + stderr;
  const missing = words.filter((word) => !said.includes(word));
  return {
    ...{ what: `trouble: ${what}`, value: code, unit: 'exit code', base: said.trim().slice(-300) },
    bar: { text: missing.length === 0 ? 'told' : `not told: ${missing}`, met: missing.length === 0 },
  };
};

/** A volume in which somebody else has written. */
async function foreignVolume(image: string): Promise<BenchRow> {
  const volume = `crossover-bench-${randomUUID()}`;
  await docker('volume', 'create', volume);
  try {
    const mount = ['-v', `${volume}:/var/lib/crossover`];
    const write = 'chown 4242 /var/lib/crossover; touch /var/lib/crossover/theirs';
    await docker('run', '--rm', '--user', 'root', ...mount, '--entrypoint', 'sh', image, '-c', write);
    const started = await ran('docker', ['run', '--rm', ...mount, image]);
    return told('a volume of another owner', started, ['belongs to user 4242', 'chown -R 10001']);
  } finally {
    await docker('volume', 'rm', volume);
  }
}

async function takenPort(): Promise<BenchRow> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
  const { port } = other.address() as { port: number };
  const bootstrap = join(projectRoot, 'lib/cli/bootstrap.mjs');
  const started = await ran(process.execPath, [bootstrap, 'start', '--docker'], {
    CROSSOVER_PORT: String(port),
  });
  await new Promise((resolve) => other.close(resolve));
  return told('a port in use', started, [
    `Port ${port} on 127.0.0.1 is taken.`,
    `CROSSOVER_PORT=${port + 1}`,
  ]);
}

const isRefused = (lines: Awaited<ReturnType<typeof doctorWith>>, id: string): boolean =>
  lines.some(
    (line) => line.id === id && line.status !== 'ok' && Boolean(line.remedy?.includes('compose.yaml')),
  );

async function noNamespaces(image: string): Promise<BenchRow> {
  const lines = await doctorWith(image, ['--cap-drop', 'ALL']);
  const met =
    isRefused(lines, 'namespaces') && lines.some(({ id, status }) => id === 'database' && status === 'ok');
  return {
    ...{ what: 'trouble: no user namespaces', value: met ? 1 : 0, unit: 'told; Postgres runs' },
    ...{ base: lines.find(({ id }) => id === 'namespaces')?.remedy ?? '', bar: { text: 'told', met } },
  };
}

/** `blog` on both sides, Postgres and everything else in as much memory as a small virtual machine has. */
async function smallMachine(image: string): Promise<BenchRow> {
  const small = ['--memory', '2g', '--memory-swap', '2g'];
  const run = ['run', '--sample', 'blog', '--seconds', '5', '--blocks', '1'];
  const ended = await ran('docker', ['run', '--rm', ...COMPOSE_RIGHTS, ...small, image, ...run]);
  const met = ended.code === 0 || ended.code === 3;
  const line = /^reliability:.*$/m.exec(ended.stdout)?.[0] ?? (ended.stdout + ended.stderr).slice(-300);
  return {
    ...{ what: 'trouble: blog on both sides in 2 GiB, exit code', value: ended.code, unit: '', base: line },
    bar: { text: '0 or 3', met },
  };
}

/** Each said in a line with its remedy, and what can still work works. */
export async function troubleRows(image: string, say: (text: string) => void): Promise<BenchRow[]> {
  say('Trouble: another owner, a taken port, no namespaces, 2 GiB …');
  return [
    await foreignVolume(image),
    await takenPort(),
    await noNamespaces(image),
    await smallMachine(image),
  ];
}
