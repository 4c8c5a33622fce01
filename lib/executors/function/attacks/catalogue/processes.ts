import { readdirSync, readFileSync } from 'node:fs';
import { below } from '../../../host/process-tree.ts';
import {
  type Arena,
  type Attack,
  FILTER,
  filtered,
  harmless,
  PIDS,
  type Result,
  refused,
} from '../attack.ts';

/** What is put into the engine's environment before the attacks, to be looked for inside. */
export const SECRET = 'secret-of-the-executor';

const ENVIRONMENTS = `const fs = require('node:fs');
  return fs.readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).map((n) => { try { return fs.readFileSync('/proc/' + n + '/environ', 'utf8'); } catch (e) { return e.code; } }).join() + JSON.stringify(process.env);`;
const DESCRIPTORS = `const fs = require('node:fs');
  return fs.readdirSync('/proc/self/fd').flatMap((n) => { try { return [fs.readlinkSync('/proc/self/fd/' + n)]; } catch { return []; } });`;
/** The last is its own mailbox, a pipe that only it and the executor have open. */
const HARMLESS_DESCRIPTOR =
  /^(anon_inode:|pipe:|socket:|\/dev\/null|\/proc\/\d+\/fd|\/.*\/mailboxes\/\d+ \(deleted\)$)/;

function uidsOf(pid: number): number[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (!/^Name:\s*bwrap$/m.test(status)) return [];
    return (/^Uid:\s*(.*)$/m.exec(status)?.[1] ?? '').split(/\s+/).map(Number);
  } catch {
    return [];
  }
}

/** No attack but a look from outside: is there a bubblewrap of host root below this process? */
async function bubblewrapUsers(): Promise<Result> {
  const users = below(process.pid).flatMap(uidsOf);
  const distinct = [...new Set(users)];
  return {
    stopped: users.length > 0 && !users.includes(0),
    evidence: `bwrap runs as ${distinct.slice(0, 3).join(', ')}`,
  };
}

/** Descriptors of this very process are the bait: none may arrive inside. */
async function leakedDescriptors({ evaluate }: Arena): Promise<Result> {
  const { value } = await evaluate(DESCRIPTORS);
  const inside = Array.isArray(value) ? value.map(String) : ['nothing answered'];
  const bad = inside.filter((target) => !HARMLESS_DESCRIPTOR.test(target));
  return {
    stopped: bad.length === 0,
    evidence: `${inside.length} inside, ${readdirSync('/proc/self/fd').length} here; foreign: ${bad.join() || 'none'}`,
  };
}

export const PROCESSES: readonly Attack[] = [
  {
    name: 'see other processes',
    layer: PIDS,
    run: harmless(
      `return require('node:fs').readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).length`,
      (count) => count === 2,
    ),
  },
  { name: 'signal the executor', layer: PIDS, run: refused(`process.kill(${process.pid}, 0)`, /ESRCH/) },
  { name: 'ptrace', layer: FILTER, run: filtered([101, 117, 0, 0, 0, 0]) },
  { name: 'read memory of another process', layer: FILTER, run: filtered([310, 270, 1, 0, 0, 0, 0, 0]) },
  {
    name: "read the executor's environment",
    layer: `${PIDS}, bare environment`,
    run: harmless(ENVIRONMENTS, (all) => typeof all === 'string' && !all.includes(SECRET)),
  },
  {
    name: 'use descriptors of the executor',
    layer: 'close-on-exec, closed again inside',
    run: leakedDescriptors,
  },
  {
    name: 'outlive the engine when memory runs out (oom_score_adj)',
    layer: '/proc is read-only',
    run: harmless(
      `const fs = require('node:fs'); const own = '/proc/self/oom_score_adj'; let wrote = 'written';
       try { fs.writeFileSync(own, '-1000'); } catch { try { fs.writeFileSync(own, '0'); } catch (error) { wrote = error.code; } }
       return [fs.readFileSync(own, 'utf8').trim(), wrote];`,
      (found) => Array.isArray(found) && found.join() === '1000,EROFS',
    ),
  },
  { name: 'be host root through bubblewrap', layer: 'unprivileged user', run: bubblewrapUsers },
];
