import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** A whole Crossover of its own: web, engine and Postgres, with an empty home. */
export interface Product {
  url: string;
  home: string;
  process: ChildProcess;
  /** What it printed. */
  output(): string;
  /** Ctrl-C, and the exit code. */
  stop(): Promise<number | null>;
  removeHome(): void;
}

const DIRECTLY = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(root, 'lib/cli/start/main.ts'),
] as const;

/** "nobody" of Debian: Postgres wants a user with a name. */
const SOMEONE = 65_534;

export interface StartOptions {
  /** Starts it by another one. */
  command?: readonly [string, ...string[]];
  /** Starts it as an ordinary user; only root can. */
  asUser?: boolean;
  /** Starts the process, in a place of its own; by default here. Its output is piped. */
  launch?: (command: readonly [string, ...string[]], env: NodeJS.ProcessEnv) => ChildProcess;
}

const launcherOf =
  (asUser: boolean): Required<StartOptions>['launch'] =>
  ([file, ...args], env) =>
    spawn(file, args, {
      ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] },
      ...(asUser ? { uid: SOMEONE, gid: SOMEONE } : {}),
    });

/** Starts the product as `npm start` does, on a free port. */
export async function startProduct(
  env: Record<string, string> = {},
  { command = DIRECTLY, asUser = false, launch = launcherOf(asUser) }: StartOptions = {},
): Promise<Product> {
  const home = mkdtempSync(join(tmpdir(), 'crossover-e2e-'));
  // Sandboxes run as other users and must be able to pass through.
  chmodSync(home, 0o755);
  if (asUser) chownSync(home, SOMEONE, SOMEONE);
  const child = launch(command, {
    ...{ ...process.env, CROSSOVER_HOME: join(home, 'home'), CROSSOVER_PORT: '0' },
    ...(asUser ? { HOME: home } : {}),
    ...env,
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await address(child, () => output).catch((error: unknown) => {
    child.kill('SIGINT');
    rmSync(home, { recursive: true, force: true });
    throw error;
  });
  const removeHome = () => rmSync(home, { recursive: true, force: true });
  return {
    ...{ url, home, process: child, removeHome },
    output: () => output,
    async stop() {
      child.kill('SIGINT');
      const code = await ended;
      removeHome();
      return code;
    },
  };
}

function address(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('did not get ready within 3 minutes'), 180_000);
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`The product ${why}:\n${output()}`));
    };
    child.once('exit', (code) => fail(`ended with code ${code}`));
    child.stdout?.on('data', () => {
      const found = /Crossover is ready: (http:\S+)/.exec(output())?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found.replace(/\/$/, ''));
    });
  });
}
