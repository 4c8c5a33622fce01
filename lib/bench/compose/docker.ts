import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { projectRoot } from '#lib/executors/host/home.ts';

const MOST_OUTPUT = 64 * 1024 * 1024;

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, whatever its exit code. */
export async function ran(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const options = { cwd: projectRoot, env: { ...process.env, ...env }, maxBuffer: MOST_OUTPUT };
  try {
    return { code: 0, ...(await promisify(execFile)(program, args, options)) };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as Partial<Ran>;
    return { code: typeof code === 'number' ? code : 127, stdout, stderr: stderr || String(error) };
  }
}

/** The text it printed. @throws Error with its last words when it fails */
export async function must(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { code, stdout, stderr } = await ran(program, args, env);
  if (code === 0) return stdout.trim();
  throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${(stdout + stderr).slice(-3_000)}`);
}

export const docker = (...args: string[]): Promise<string> => must('docker', args);

/** Puts the output of one program into another. @throws Error when either fails */
export async function piped(from: readonly string[], into: readonly string[]): Promise<void> {
  const [source = '', ...sourceArgs] = from;
  const [target = '', ...targetArgs] = into;
  const first = spawn(source, sourceArgs, { stdio: ['ignore', 'pipe', 'inherit'] });
  const second = spawn(target, targetArgs, { stdio: [first.stdout, 'ignore', 'inherit'] });
  const codes = await Promise.all(
    [first, second].map((child) => new Promise((resolve) => child.once('exit', resolve))),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`${source} into ${target} ended with ${codes}`);
}
