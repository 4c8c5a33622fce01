import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { CrossoverError } from '#lib/domain/errors.ts';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';
import { homeDirectory } from '#lib/executors/host/home.ts';
import { identify, isAlive, type ProcessIdentity } from '#lib/executors/host/process-identity.ts';
import { ownedDirectory, type PostgresUser, postgresBinaries, postgresUser } from './embedded-files.ts';
import { clearRemains, endOfPostmaster, postmasterOf } from './postmaster.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  url: string;
  /** False when another Crossover process of this checkout had started it and still owns it. */
  owned: boolean;
  /** Resolves with the reason when the postmaster is no more, whoever started it. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

interface Paths {
  binaries: string;
  data: string;
  sockets: string;
  owner: string;
  password: string;
}

/**
 * Real Postgres from the lockfile, reachable through a unix socket only.
 * Where the kernel can, it ends with its owner (`withOwner`); a postmaster left behind all the same is taken over, and
 * one with a living owner is shared.
 */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  const user = postgresUser();
  const paths = layout(user);
  if (!existsSync(join(paths.data, 'PG_VERSION'))) await initialise(paths, user);
  const url = connectionUrl(paths);
  const running = await answers(url);
  if (running && ownerAlive(paths))
    return { url, owned: false, ended: endOfPostmaster(paths.data), stop: async () => {} };
  writeFileSync(paths.owner, JSON.stringify(identify(process.pid)));
  if (!running) {
    clearRemains(paths.data);
    await launch(paths, user, url);
  }
  await ensureDatabase(url);
  return { url, owned: true, ended: endOfPostmaster(paths.data), stop: () => stop(paths) };
}

function layout(user: PostgresUser | null): Paths {
  const base = homeDirectory('postgres');
  const sockets = join(base, 'run');
  // A unix socket path has room for 107 characters, and the socket's own name needs 15.
  if (sockets.length > 90) {
    throw new CrossoverError({
      code: 'home-path-too-long',
      owner: 'yours',
      message: `The path ${sockets} is too long for a unix socket.`,
      remedy: 'Set CROSSOVER_HOME to a shorter path.',
    });
  }
  return {
    binaries: postgresBinaries(),
    data: join(ownedDirectory(join(base, 'cluster'), user), 'data'),
    sockets: ownedDirectory(sockets, user),
    owner: join(base, 'owner.json'),
    password: join(base, 'password'),
  };
}

/** Made beside its place and renamed: initdb that was cut off, by a kill or a full disk, leaves no half of a cluster there. */
async function initialise(paths: Paths, user: PostgresUser | null): Promise<void> {
  const partial = `${paths.data}.partial`;
  for (const left of [paths.data, partial]) rmSync(left, { recursive: true, force: true });
  writeFileSync(paths.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const passwordCopy = join(paths.data, '..', 'password');
  writeFileSync(passwordCopy, readFileSync(paths.password), { mode: 0o600 });
  if (user) chownSync(passwordCopy, user.uid, user.gid);
  const flags = ['-D', partial, '-U', 'crossover', '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'];
  await run(join(paths.binaries, 'bin/initdb'), [...flags, `--pwfile=${passwordCopy}`], {
    ...(user ?? {}),
    cwd: '/',
    env: cleanEnvironment(),
  });
  rmSync(passwordCopy);
  renameSync(partial, paths.data);
}

function connectionUrl(paths: Paths, database = 'crossover'): string {
  const password = readFileSync(paths.password, 'utf8');
  return `postgresql://crossover:${password}@localhost/${database}?host=${encodeURIComponent(paths.sockets)}`;
}

/** Liveness is tested by connecting: a pid file proves nothing after a kill -9. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: maintenance(url), connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const maintenance = (url: string): string => url.replace('/crossover?', '/postgres?');

function ownerAlive(paths: Paths): boolean {
  try {
    const owner = JSON.parse(readFileSync(paths.owner, 'utf8')) as ProcessIdentity;
    return owner.pid !== process.pid && isAlive(owner);
  } catch {
    return false;
  }
}

async function launch(paths: Paths, user: PostgresUser | null, url: string): Promise<void> {
  const logPath = join(homeDirectory('logs'), 'postgres.log');
  const log = openSync(logPath, 'a');
  using _ = { [Symbol.dispose]: () => closeSync(log) };
  const settings = ['listen_addresses=', `unix_socket_directories=${paths.sockets}`, 'max_connections=100'];
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const [program, ...args] = withOwner([
      join(paths.binaries, 'bin/postgres'),
      ...['-D', paths.data],
      ...settings.flatMap((setting) => ['-c', setting]),
    ]);
    const child = spawn(program, args, {
      ...(user ?? {}),
      cwd: '/',
      env: cleanEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.on('error', () => {});
    child.unref();
    // An old postmaster may still be going down and hold its lock file: then this one exits, and we try again.
    while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
      if (await answers(url)) return;
      await sleep(25);
    }
    await sleep(200);
  }
  throw new CrossoverError({
    code: 'postgres-not-started',
    owner: 'ours',
    message: 'The embedded Postgres did not start within 20 seconds.',
    remedy: `Read ${logPath}, or set DATABASE_URL to an existing Postgres.`,
  });
}

const SETPRIV = '/usr/bin/setpriv';

/** Ends with us, by a fast shutdown, also when we are killed: no handler of ours runs then. Linux only. */
const withOwner = (command: [string, ...string[]]): [string, ...string[]] =>
  process.platform === 'linux' && existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'INT', ...command] : command;

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenance(url) });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'crossover'");
    if (!rowCount) await client.query('CREATE DATABASE crossover');
  } finally {
    await client.end();
  }
}

/** A fast shutdown: running transactions are rolled back, everything committed is on disk. */
async function stop(paths: Paths): Promise<void> {
  const postmaster = postmasterOf(paths.data);
  if (postmaster === null || !isAlive(postmaster)) return;
  process.kill(postmaster.pid, 'SIGINT');
  const deadline = performance.now() + 15_000;
  while (isAlive(postmaster) && performance.now() < deadline) await sleep(20);
  if (isAlive(postmaster)) process.kill(postmaster.pid, 'SIGQUIT');
  rmSync(paths.owner, { force: true });
}
