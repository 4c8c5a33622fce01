// Runs on whatever Node (20 or later) the user has, before anything is installed: brings the checkout
// into a state in which the pinned Node can run TypeScript, then hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies } from './bootstrap/dependencies.mjs';
import { dockerHint, startInDocker } from './bootstrap/docker.mjs';
import { generateClient } from './bootstrap/generate.mjs';
import { compileCache, onEnd, projectRoot } from './bootstrap/run.mjs';
import { installSystemPackages } from './bootstrap/system-packages.mjs';

const PROGRAMS = {
  start: ['lib/cli/start/main.ts'],
  test: ['lib/cli/test/main.ts'],
  check: ['lib/cli/test/main.ts', '--static-only'],
  cli: ['lib/cli/crossover.ts'],
  bench: ['lib/bench/main.ts'],
  build: ['lib/cli/test/build.ts'],
};

const [program = 'start', ...rest] = process.argv.slice(2);
const target = PROGRAMS[program];
if (!target) {
  console.error(`There is no program "${program}". Programs: ${Object.keys(PROGRAMS).join(', ')}.`);
  process.exit(2);
}

// Nothing is installed for it on this machine: everything is in the image.
if (program === 'start' && rest.includes('--docker')) process.exit(await startInDocker());
const hint = program === 'start' ? dockerHint(process.platform) : null;
if (hint !== null) console.error(hint);
// There is no Postgres for Windows in the lockfile, so nothing of the product would start.
if (hint !== null && process.platform === 'win32') process.exit(1);

try {
  installSystemPackages(program);
  await installDependencies();
  await generateClient();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const pinned = join(projectRoot, 'node_modules/.bin/node');
const node = existsSync(pinned) ? pinned : process.execPath;
if (node !== pinned && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `There is no pinned Node for ${process.platform} on ${process.arch}, and Node ${process.versions.node} does not run TypeScript.`,
  );
  console.error('Install Node 24 or later and start again.');
  process.exit(1);
}
const [file, ...fixed] = target;
const flags = ['--disable-warning=ExperimentalWarning', join(projectRoot, file)];
const child = spawn(node, [...flags, ...fixed, ...rest], {
  stdio: 'inherit',
  cwd: process.cwd(),
  env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
});
// A terminal sends Ctrl-C to the child as well; stopping twice is stopping once.
onEnd((signal) => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
