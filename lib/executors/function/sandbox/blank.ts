import { once } from 'node:events';
import { linkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import { makeDirectory } from '../../host/home.ts';
import type { Ground } from '../ground.ts';
import { encodeFrame, FrameReader } from '../protocol/frames.ts';
import type { Outgoing } from '../protocol/messages.ts';
import type { Prestarted } from './argv.ts';
import { type FileTree, linkTree } from './file-tree.ts';
import { type OpenedSandbox, openSandbox } from './open.ts';

/** Directories of this machine that a sandbox sees read-only and that are empty until code is handed over. */
export interface BlankDirectories {
  task: string;
  services: string;
  cache: string;
}

/** What one function gets into a sandbox that was started before anyone knew whose it would be. */
export interface Handover {
  code: FileTree;
  services: readonly ServiceMount[];
  /** Cached data of the code, when there is some. */
  cache: FileTree | null;
}

const WAKE = encodeFrame({ type: 'wake' } satisfies Outgoing);
const STARTED = encodeFrame({ type: 'started' });

function makeDirectories(root: string): BlankDirectories {
  const directories = {
    task: join(root, 'task'),
    services: join(root, 'services'),
    cache: join(root, 'cache'),
  };
  for (const path of Object.values(directories)) makeDirectory(path, 0o755);
  return directories;
}

/**
 * A sandbox with every layer and a running Node that waits for its code. It has never seen any function, gets
 * exactly one, and ends with it: it never goes back into the stock.
 */
export class Blank {
  readonly opened: OpenedSandbox;
  /** Resolves true once it waits for code, false when it ended before. */
  readonly ready: Promise<boolean>;
  readonly #root: string;
  readonly #directories: BlankDirectories;

  /** @throws CrossoverError `too-many-environments`, `sandbox-not-started`; nothing is left behind then. */
  constructor(ground: Ground, id: string, memory: MiB, prestarted: Prestarted = 'quick') {
    this.#root = join(ground.run.directory, id);
    this.#directories = makeDirectories(this.#root);
    try {
      this.opened = openSandbox({
        ...{ ground, id, memory, prestarted, services: [], environment: {} },
        codeDirectory: this.#directories.task,
        mounts: { '/run/services': this.#directories.services, '/var/cache': this.#directories.cache },
      });
    } catch (error) {
      void this.remove();
      throw error;
    }
    this.ready = this.#waitForStart();
  }

  get alive(): boolean {
    const { exitCode, signalCode } = this.opened.sandbox.process;
    return exitCode === null && signalCode === null;
  }

  #waitForStart(): Promise<boolean> {
    const { channel, process, stdout, stderr } = this.opened.sandbox;
    const frames = new FrameReader();
    for (const stream of [channel, stdout, stderr]) stream.on('error', () => {});
    return new Promise((resolve) => {
      process.once('error', () => resolve(false)).once('exit', () => resolve(false));
      const read = (chunk: Buffer): void => {
        if (frames.push(chunk).length === 0) return;
        channel.off('data', read).pause();
        // Whoever takes it sees the same messages as from a sandbox of its own.
        channel.unshift(STARTED);
        resolve(true);
      };
      channel.on('data', read);
    });
  }

  /** Puts one function's code, sockets and cache in. @throws when a file cannot be linked; then end it. */
  fill({ code, services, cache }: Handover): void {
    this.opened.sandbox.channel.write(WAKE);
    linkTree(code, this.#directories.task);
    for (const { name, hostSocketPath } of services) {
      linkSync(hostSocketPath, join(this.#directories.services, `${name}.sock`));
    }
    if (cache !== null) linkTree(cache, this.#directories.cache);
    // On the next tick, when whoever took it listens.
    this.opened.sandbox.channel.resume();
  }

  /** Ends it unused, with everything it has. */
  async end(): Promise<void> {
    const { sandbox, group, release } = this.opened;
    const { process } = sandbox;
    const exited = this.alive && process.pid !== undefined ? once(process, 'exit') : null;
    process.kill('SIGKILL');
    await exited;
    group.killAll();
    for (const stream of [sandbox.channel, sandbox.stdout, sandbox.stderr]) stream.destroy();
    await group.remove();
    release();
    await this.remove();
  }

  /** Its directories on this machine. */
  async remove(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}
