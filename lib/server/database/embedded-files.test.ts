import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';
import { postgresUser } from './embedded-files.ts';

const NAMELESS = 54_321;

/** What `postgresUser` says to a user that /etc/passwd does not know, as containers with any `--user` have it. */
async function askedByNobodyKnown(): Promise<unknown> {
  // The checkout may lie where only root can enter: what is needed of it is loaded before.
  const script = `const { postgresUser } = await import(${JSON.stringify(new URL('./embedded-files.ts', import.meta.url).href)});
    process.setgid(${NAMELESS}); process.setuid(${NAMELESS});
    try { console.log(JSON.stringify(postgresUser())); } catch (error) { console.log(JSON.stringify(error.problem)); }`;
  const options = { env: cleanEnvironment() };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    options,
  );
  return JSON.parse(stdout);
}

describe('who runs the embedded Postgres', () => {
  it('is never root', () => {
    expect(postgresUser()?.uid).not.toBe(0);
  });

  it.runIf(process.getuid?.() === 0)(
    'a user without a name is told what to do, for initdb takes none',
    async () => {
      expect(await askedByNobodyKnown()).toMatchObject({
        code: 'user-without-name',
        owner: 'yours',
        message: `Postgres needs a user with a name, and the user ${NAMELESS} has none on this machine.`,
        remedy: expect.stringContaining('DATABASE_URL'),
      });
    },
  );
});
