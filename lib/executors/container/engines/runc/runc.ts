import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CrossoverError } from '#lib/domain/errors.ts';

const run = promisify(execFile);

/** Programs that administrators install are often outside the PATH of a desktop session. */
export const RUNC_ENV: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin`,
};

/** What `runc --version` says, or null when there is no runc. */
export async function runcVersion(): Promise<string | null> {
  return run('runc', ['--version'], { env: RUNC_ENV, timeout: 5_000 }).then(
    ({ stdout }) => /runc version (\d+\.\d+[\w.]*)/.exec(stdout)?.[1] ?? null,
    () => null,
  );
}

/** `run --keep`, without which the evidence of an out-of-memory kill is gone too soon, came with 1.1. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 1);
}

/** Runs one runc command on the containers below `root`. @throws CrossoverError `runc-failed`. */
export async function runc(root: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await run('runc', ['--root', root, ...args], { env: RUNC_ENV, timeout: 15_000 });
    return stdout;
  } catch (error) {
    throw new CrossoverError(
      {
        code: 'runc-failed',
        owner: 'ours',
        message: `runc ${args[0] ?? ''} failed.`,
        remedy: 'Run "crossover doctor" to see what this machine lacks.',
        detail: (error as { stderr?: string }).stderr ?? String(error),
      },
      { cause: error },
    );
  }
}
