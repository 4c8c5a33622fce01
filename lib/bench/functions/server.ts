import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';

export interface ServerCommand {
  args: readonly string[];
  directory?: string;
  environment?: Record<string, string>;
  /** Where it will listen; when left out it prints its address as its first line. */
  url?: string;
}

export interface RunningServer extends AsyncDisposable {
  url: string;
}

const START_TRIES = 300;

async function answers(url: string): Promise<boolean> {
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}

/** Starts a Node program that serves HTTP and waits for its first 200. @throws Error when it gives none in 30 s */
export async function startServer({
  args,
  directory,
  environment,
  url,
}: ServerCommand): Promise<RunningServer> {
  const child = spawn(process.execPath, args, {
    ...(directory === undefined ? {} : { cwd: directory }),
    env: cleanEnvironment(environment),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (output.length < 4_096) output += chunk.toString();
  });
  const printed = url ?? String(await once(child.stdout, 'data')).trim();
  if (await answers(printed)) return { url: printed, [Symbol.asyncDispose]: () => stop(child) };
  await stop(child);
  throw new Error(`It gave no answer on ${printed}: ${output}`);
}
