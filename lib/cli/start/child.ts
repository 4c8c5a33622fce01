import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';
import { projectRoot } from '#lib/executors/host/home.ts';

/** Variables of the user's that the processes of the product need; everything else stays outside. */
const PASSED_ON = [
  'HOME',
  'NODE_COMPILE_CACHE',
  'CROSSOVER_HOME',
  'CROSSOVER_CONTAINER_ENGINE',
  'CROSSOVER_HOST',
  'CROSSOVER_KEEP_SAMPLES_DAYS',
  'CROSSOVER_PRESTARTED',
  'CROSSOVER_PRICE_MAX_AGE_DAYS',
  'CROSSOVER_PUBLISHED',
  'CROSSOVER_TRUST_CODE',
  'DOCKER_CERT_PATH',
  'DOCKER_HOST',
  'DOCKER_TLS_VERIFY',
  'SSH_AUTH_SOCK',
  'XDG_RUNTIME_DIR',
  'TZ',
];

/** Docker alone takes tens of seconds to end containers on a machine with much to do; by force they would be left. */
const STOP_DEADLINE = 40_000;

export interface Child {
  process: ChildProcess;
  /** Ends it in order, by force after the deadline. */
  stop(deadlineMs?: number): Promise<void>;
}

export const passedOn = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));

/** A process of the product, in a group of its own so that Ctrl-C reaches only the supervisor. `flags` are Node's. */
export function startChild(file: string, env: Record<string, string>, flags: readonly string[] = []): Child {
  const args = ['--disable-warning=ExperimentalWarning', ...flags, join(projectRoot, file)];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: cleanEnvironment({ NEXT_TELEMETRY_DISABLED: '1', ...passedOn(process.env), ...env }),
  });
  return { process: child, stop: (deadlineMs = STOP_DEADLINE) => stop(child, deadlineMs) };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function stop(child: ChildProcess, deadlineMs: number): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Resolves with the signal or the code when the process has ended. */
export const endOf = ({ process: child }: Child): Promise<string> =>
  new Promise((resolve) => {
    if (hasEnded(child)) return resolve(child.signalCode ?? `code ${child.exitCode}`);
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });

/** The first IPC message that `pick` takes; rejects when the process ends before. */
export function firstMessage<T>(child: Child, pick: (message: object) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      const picked = typeof message === 'object' && message !== null ? pick(message) : undefined;
      if (picked !== undefined) done(() => resolve(picked));
    };
    const onExit = (code: number | null) => done(() => reject(new Error(`It ended with code ${code}.`)));
    const done = (settle: () => void) => {
      child.process.off('message', onMessage).off('exit', onExit);
      settle();
    };
    child.process.on('message', onMessage).on('exit', onExit);
  });
}
