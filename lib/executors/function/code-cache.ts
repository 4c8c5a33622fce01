import { chmod, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { makeDirectory } from '../host/home.ts';
import { type FileTree, treeOf } from './sandbox/file-tree.ts';

const CALM: Ms = 100;
/** Of one file; below it the sandbox makes no cache (runtime/code-cache.cjs). */
const LEAST_CHARACTERS = 32_768;

/** An environment that can tell the cached data of its code. */
interface Source {
  codeCache(): Promise<ReadonlyMap<string, Buffer> | null>;
}

/**
 * V8's cached data of one function's code, made in its first environment. It comes out of a sandbox and is as
 * hostile as the code itself, so it goes back only into sandboxes of the same function.
 */
export class CodeCache {
  readonly #directory: string;
  #tree: FileTree | null = null;
  #state: 'none' | 'asked' | 'made' | 'useless';

  constructor(directory: string, bundle: Bundle) {
    this.#directory = directory;
    const worth = bundle.files.some(({ content }) => content.length >= LEAST_CHARACTERS);
    this.#state = worth ? 'none' : 'useless';
  }

  /** What an environment of the function is told; undefined when its code is too small to gain. */
  get use(): 'use' | 'make' | undefined {
    if (this.#state === 'useless') return undefined;
    return this.#state === 'made' ? 'use' : 'make';
  }

  /** Null until it was made. */
  get tree(): FileTree | null {
    return this.#tree;
  }

  /** Once an environment has served and rests for a while, it is asked; a busy one is not disturbed. */
  askWhenCalm(environment: Source): void {
    if (this.#state !== 'none') return;
    this.#state = 'asked';
    const ask = async (): Promise<void> => {
      await delay(CALM, undefined, { ref: false });
      const files = await environment.codeCache();
      if (files === null) this.#state = 'none';
      else await this.keep(files);
    };
    // Without a cache everything works as before; the function's end removes what was written.
    void ask().catch(() => {});
  }

  /** Keeps the first one; `files` by path below the code's directory. */
  async keep(files: ReadonlyMap<string, Buffer>): Promise<void> {
    if (this.#state === 'made') return;
    const making = `${this.#directory}.${Math.random().toString(36).slice(2, 10)}`;
    makeDirectory(making, 0o755);
    for (const [path, data] of files) {
      const target = join(making, `${path}.bin`);
      if (!target.startsWith(`${making}/`)) continue;
      makeDirectory(dirname(target), 0o755);
      await writeFile(target, data);
      await chmod(target, 0o644);
    }
    await rename(making, this.#directory);
    this.#tree = treeOf(this.#directory);
    this.#state = 'made';
  }
}
