import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { alone } from '../bootstrap/lock.mjs';

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.ts',
  'postcss.config.mjs',
  'package-lock.json',
];

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

/** What the build is made from; tests are left out, so that editing one does not rebuild. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesBelow(join(projectRoot, source))) {
      if (!/\.test\.tsx?$/.test(file)) hash.update(`${file}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** A build, and the file that says what it was made from. */
export interface Build {
  wanted: string;
  stamp: string;
  make: () => Promise<void>;
}

const ours = (): Build => ({
  wanted: sourcesHash(),
  stamp: join(projectRoot, '.next/.crossover-sources'),
  make: nextBuild,
});

/**
 * The production build, when it is missing or older than the sources. Of two starts of one checkout the second waits for
 * the first, and then finds it made. Returns whether it was made.
 */
export async function ensureBuild(
  say: (text: string) => void,
  { wanted, stamp, make } = ours(),
): Promise<boolean> {
  const isMade = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isMade()) return false;
  return alone(
    async () => {
      if (isMade()) return false;
      say('Building the pages (once, and after changes)');
      await make();
      writeFileSync(stamp, wanted);
      return true;
    },
    { of: stamp, waiting: 'Waiting for another start of this checkout to build the pages' },
  );
}

function nextBuild(): Promise<void> {
  const next = join(projectRoot, 'node_modules/next/dist/bin/next');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: cleanEnvironment({ NEXT_TELEMETRY_DISABLED: '1', CI: '1', HOME: process.env.HOME ?? '/' }),
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(buildFailed(output))));
  });
}

const buildFailed = (output: string) =>
  new CrossoverError({
    code: 'build-failed',
    owner: 'ours',
    message: `The pages could not be built:\n${output.slice(-8000)}`,
    remedy: 'If you changed the sources, correct them; otherwise please report this.',
  });
