import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import { crossoverHome, orUnusable } from '#lib/executors/host/home.ts';
import { identify, isAlive, type ProcessIdentity } from '#lib/executors/host/process-identity.ts';

const file = () => join(crossoverHome(), 'supervisor.json');

/** One `npm start` a checkout: two would fight over the same database and sandboxes. */
export function takeInstanceLock(): () => void {
  const other = runningSupervisor();
  if (other) {
    throw new CrossoverError({
      code: 'already-running',
      owner: 'yours',
      message: `Crossover is already running from this checkout (process ${other.pid}).`,
      remedy: 'Use that one, or stop it first with Ctrl-C in its terminal.',
    });
  }
  orUnusable(() => writeFileSync(file(), JSON.stringify(identify(process.pid))));
  return () => rmSync(file(), { force: true });
}

function runningSupervisor(): ProcessIdentity | null {
  try {
    const identity = JSON.parse(readFileSync(file(), 'utf8')) as ProcessIdentity;
    return isAlive(identity) ? identity : null;
  } catch {
    return null;
  }
}
