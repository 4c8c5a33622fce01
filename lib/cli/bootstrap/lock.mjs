import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot, say } from './run.mjs';

/** Outside of the checkout's node_modules, which an install empties. */
const lockOf = (path) =>
  join(tmpdir(), `crossover-setup-${createHash('sha256').update(path).digest('hex').slice(0, 16)}.pid`);

const SET_UP = {
  of: projectRoot,
  waiting: 'Waiting for another start of this checkout to finish its set-up',
};

/**
 * One set-up of a checkout at a time: two installs at once leave half a tree. Others wait, and say so; the lock of a
 * process that is gone is taken over. `of` names what is worked on.
 */
export async function alone(work, { of, waiting } = SET_UP) {
  const lock = lockOf(of);
  for (let waited = 0; !take(lock); waited += 1) {
    if (waited === 0) say(waiting);
    await sleep(250);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isRunning(holder(lock))) rmSync(lock, { force: true });
    return false;
  }
}

/** Zero while the other one has made the file and not yet written it. */
function holder(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

/** Signal 0 to group 0 is ours: a lock not yet written counts as held. */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
