import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cleanEnvironment } from '../../host/clean-environment.ts';
import type { AttackRow } from './run.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('./attack-main.ts', import.meta.url));
/** Nobody on this machine; owns nothing, is in no group. */
const SOMEONE = 54_321;

/** Runs the attacks of a program against an engine of an ordinary user. Only root can become one. */
export async function runAttacksAsUser(main = MAIN, ...given: string[]): Promise<AttackRow[]> {
  const home = await mkdtemp(join(tmpdir(), 'crossover-attacks-'));
  try {
    await chmod(home, 0o777);
    const { stdout } = await run(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...given],
      {
        ...{ uid: SOMEONE, gid: SOMEONE, cwd: '/', maxBuffer: 1 << 24, timeout: 300_000 },
        env: cleanEnvironment({ CROSSOVER_HOME: join(home, 'x'), HOME: home }),
      },
    );
    return JSON.parse(stdout) as AttackRow[];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
