import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/**
 * Where Node keeps our sources as it has compiled them: every process, and every thread that builds a report, reads
 * some hundred files of TypeScript, which takes a second of processor time without it and half of that with it.
 */
export const compileCache = join(projectRoot, 'node_modules/.cache/node');

/** One line of what is being done, on stderr: stdout belongs to the program that follows. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Runs to the end; what it printed becomes part of the error when it fails. */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`)),
    );
  });
}

/** Whether a program is on the PATH. */
export const has = (program) =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

/**
 * Tells `end` of each signal that asks this process to end. npm passes SIGTERM to its shell, which ends without a word to
 * us; nobody would stop the product any more, so that npm has gone counts as one.
 */
export function onEnd(end) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end('SIGTERM'), 500).unref();
}
