import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, must, piped, ran } from './docker.ts';

const OWN_BASE = 'crossover-bench-base';
const SUITE = 'bookworm';
const MIRROR = 'http://deb.debian.org/debian';
/** Of networks that sign what passes through them: npm in the image has to know them as this machine does. */
const CERTIFICATES = 'usr/local/share/ca-certificates';

const there = async (image: string): Promise<boolean> =>
  (await ran('docker', ['image', 'inspect', image])).code === 0;

/** A Debian from its packages, for a machine that reaches no registry. */
async function makeBase(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'crossover-base-'));
  try {
    await must('debootstrap', [
      ...['--variant=minbase', '--include=ca-certificates'],
      ...[SUITE, directory, MIRROR],
    ]);
    await cp(join('/', CERTIFICATES), join(directory, CERTIFICATES), { recursive: true });
    await must('chroot', [directory, 'update-ca-certificates']);
    await piped(['tar', '-C', directory, '-c', '.'], ['docker', 'import', '-', OWN_BASE]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** BASE when it is set, else one of this machine's own making, which is kept. */
async function base(say: (text: string) => void): Promise<string> {
  if (process.env.BASE) return process.env.BASE;
  if (!(await there(OWN_BASE))) {
    say('Making a base by debootstrap …');
    await makeBase();
  }
  return OWN_BASE;
}

export interface BuiltImage {
  name: string;
  seconds: number;
  megabytes: number;
}

/** Builds the image as compose.yaml does, with this machine's network. */
export async function buildImage(name: string, say: (text: string) => void): Promise<BuiltImage> {
  const from = await base(say);
  say(`Building the image on ${from} …`);
  const started = performance.now();
  await docker('build', '--network', 'host', '--build-arg', `BASE=${from}`, '-t', name, '.');
  const seconds = (performance.now() - started) / 1_000;
  const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', name));
  return { name, seconds, megabytes: size / 1e6 };
}

/** Another image with the same program in it, as the next version would be. */
export async function newerImage(of: string, name: string): Promise<void> {
  const container = await docker('create', of);
  try {
    await docker('commit', '--change', 'LABEL newer=1', container, name);
  } finally {
    await docker('rm', container);
  }
}
