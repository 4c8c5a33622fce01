import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';
import { projectRoot, run, say } from './run.mjs';

/** What the installed tree was made from; inside node_modules, so that it goes with it. */
const stamp = join(projectRoot, 'node_modules/.crossover-lockfile');

const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(join(projectRoot, 'package-lock.json')))
    .digest('hex');

/** `npm ci` when the lockfile changed since the last time, or when nothing is installed. */
export async function installDependencies() {
  if (!isInstalled()) await alone(install);
}

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash();

/** `npm ci` would empty what the link leads to: the modules of another checkout. */
export function refuseLinkedModules(root = projectRoot) {
  const found = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false });
  if (!found?.isSymbolicLink()) return;
  throw new Error(
    'node_modules is a link, and an install would empty what it leads to. Remove the link and start again.',
  );
}

async function install() {
  if (isInstalled()) return; // by the one that was waited for
  refuseLinkedModules();
  const wanted = lockfileHash();
  say('Installing dependencies from the lockfile (once, about a minute)');
  // npm hands its own settings down as npm_config_*: a nested npm reads the project's .npmrc itself.
  await run('npm', ['ci', '--loglevel=error', '--include=dev', '--include=optional'], {
    NODE_ENV: 'development',
  });
  writeFileSync(stamp, wanted);
}
