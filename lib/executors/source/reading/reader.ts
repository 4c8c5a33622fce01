import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Ms } from '#lib/domain/units.ts';
import { cleanEnvironment } from '../../host/clean-environment.ts';
import { projectRoot } from '../../host/home.ts';
import { within } from '../../host/within.ts';
import { type Inputs, OUTPUTS, type Output, type Task, Told } from './messages.ts';

/** A megabyte of ordinary code takes a tenth of it. */
export const HEAP_MIB = 512;
/** Of a start, on a machine that is busy. */
const PATIENCE: Ms = 30_000;
// By their places in the checkout, for the web process runs a bundle of this file.
const PLACE = join(projectRoot, 'lib/executors/source/reading');
const FLAGS = [`--max-old-space-size=${HEAP_MIB}`, '--disable-warning=ExperimentalWarning'];

/** A process that reads code. It leads a group of its own, so that what it has started ends with it. */
export class Reader {
  readonly #child: ChildProcess;
  #isOver = false;
  #died = false;

  private constructor() {
    const args = [process.execPath, ...FLAGS, join(PLACE, 'reader-main.ts')];
    this.#child = spawn(join(PLACE, 'limited.sh'), args, {
      ...{ cwd: projectRoot, env: cleanEnvironment(), detached: true, serialization: 'advanced' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const over = (): void => {
      this.#isOver = true;
    };
    this.#child.once('exit', over).once('error', over);
    // Nobody has to wait for one that has nothing to do.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** @throws CrossoverError `reader-not-started` */
  static async start(): Promise<Reader> {
    const reader = new Reader();
    if ((await within(reader.#next(), PATIENCE, () => null)) !== null) return reader;
    reader.end();
    throw notStarted();
  }

  /** Whether it can be asked no more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether it ended by itself over its last question, or before it: by a limit of the machine, or somebody's hand. */
  get died(): boolean {
    return this.#died;
  }

  /**
   * One question at a time. Null when it had no answer at the limit, or ended meanwhile: it is over then.
   * @throws CrossoverError the reason why there is no output
   */
  async ask<T extends Task>(task: T, input: Inputs[T], limit: Ms): Promise<Output<T> | null> {
    const answer = this.#next();
    this.#child.send({ task, input }, () => {});
    const told = await within(answer, limit, () => null);
    if (told === null) {
      this.#died = this.#isOver;
      this.end();
    }
    if (told?.kind === 'failed') throw new CrossoverError(told.problem);
    return told?.kind === 'output' ? (OUTPUTS[task].parse(told.output) as Output<T>) : null;
  }

  end(): void {
    this.#isOver = true;
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  /**
   * Its next message; null at its end. By listeners that are taken off again: what waits for the end by a promise is kept
   * until that comes, with the request that asked.
   */
  async #next(): Promise<Told | null> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const over = (): void => resolve(null);
    this.#child.once('message', resolve).once('exit', over).once('error', over);
    this.#child.channel?.ref();
    try {
      const first = this.#isOver ? null : await promise;
      return first === null ? null : Told.parse(first);
    } finally {
      this.#child.off('message', resolve).off('exit', over).off('error', over);
      this.#child.channel?.unref();
    }
  }
}

const notStarted = (): CrossoverError =>
  new CrossoverError({
    code: 'reader-not-started',
    owner: 'ours',
    message: 'The process that reads the code did not start.',
    remedy: 'Try again when this machine has less to do.',
  });
