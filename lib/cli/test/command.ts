import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#lib/executors/host/home.ts';
import type { Output } from './output.ts';

const BIN = join(projectRoot, 'node_modules/.bin');

export interface Command {
  /** A program of the project, or a whole path. */
  program: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** Runs to the end. @returns its exit code; 1 when it could not be started, null when a signal ended it. */
export function command({ program, args, env }: Command, output: Output): Promise<number | null> {
  const stream = output.direct ? 'inherit' : 'pipe';
  return new Promise((resolve) => {
    const child = spawn(program.startsWith('/') ? program : join(BIN, program), args, {
      cwd: projectRoot,
      stdio: ['ignore', stream, stream],
      env: {
        ...process.env,
        NODE_ENV: 'test',
        NEXT_TELEMETRY_DISABLED: '1',
        PATH: `${BIN}:${process.env.PATH}`,
        ...env,
      },
    });
    for (const from of [child.stdout, child.stderr]) {
      from?.setEncoding('utf8').on('data', (text: string) => output.say(text));
    }
    child.on('error', (error) => {
      output.say(`${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code));
  });
}
