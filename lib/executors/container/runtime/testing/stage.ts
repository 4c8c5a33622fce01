import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { isOpenSocket } from '../../engines/socket-directory.ts';
import { ReplicaClient } from '../../replica/client.ts';
import { until } from '../../testing/fixture.ts';

/** A program that wraps handlers of one language. */
export interface WrapperProgram {
  /** Of its modules. */
  ending: string;
  command: readonly [program: string, ...args: string[]];
  environment: Readonly<Record<string, string>>;
}

/** Where a wrapper runs outside any container, as a developer would run it. Its processes end with their test. */
export function wrapperStage({ ending, command: [program, ...args], environment }: WrapperProgram) {
  // Short: the path of a unix socket has room for 107 characters.
  const directory = mkdtempSync(join(tmpdir(), 'cw-'));
  const children: ChildProcess[] = [];
  let modules = 0;
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const start = (code: string, more: Readonly<Record<string, string>>): ChildProcess => {
    modules += 1;
    const entry = `h${modules}${ending}`;
    writeFileSync(join(directory, entry), code);
    const told = { CROSSOVER_TASK: directory, CROSSOVER_ENTRY: entry, CROSSOVER_HANDLER: 'handler' };
    const env = { NODE_ENV: 'test' as const, ...environment, ...told, ...more };
    const child = spawn(program, args, { env, stdio: 'pipe' });
    children.push(child);
    return child;
  };
  const onSocket = async (code: string, more: Readonly<Record<string, string>> = {}) => {
    const socketPath = join(directory, `${modules}.sock`);
    const child = start(code, { CROSSOVER_LISTEN: socketPath, ...more });
    await until('the socket', () => isOpenSocket(socketPath));
    return { child, socketPath, client: new ReplicaClient({ socketPath }, 4) };
  };
  return { directory, start, onSocket };
}

export type WrapperStage = ReturnType<typeof wrapperStage>;

export const exitCode = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? ((await once(child, 'exit'))[0] as number | null);
