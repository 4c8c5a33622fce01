import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { cleanEnvironment } from '../../host/clean-environment.ts';

/** A program of a user who owns nothing but a home of its own. Disposing ends it and removes the home. */
export class OtherUser implements Disposable {
  readonly home: string;
  #child: ChildProcess | undefined;

  constructor() {
    this.home = mkdtempSync(join(tmpdir(), 'crossover-other-'));
    chmodSync(this.home, 0o777);
  }

  /** Crossover's home below its own. */
  get crossoverHome(): string {
    return join(this.home, 'x');
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts the program, which goes on; what it says on its first line, as JSON. Root alone can give it other ids. */
  async start(file: string, args: readonly string[], ids: { uid?: number; gid?: number } = {}) {
    const env = cleanEnvironment({ CROSSOVER_HOME: this.crossoverHome, HOME: this.home });
    this.#child = spawn(file, args, { ...ids, cwd: '/', env, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: this.#child.stdout ?? process.stdin }))
      return JSON.parse(line);
    throw new Error('It ended without a word.');
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    this.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}
