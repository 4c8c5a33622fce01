import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import { cleanEnvironment } from '../../host/clean-environment.ts';
import { makeDirectory } from '../../host/home.ts';

/** All that a pipe of this machine holds. */
const MOST: Bytes = 65_536;

/**
 * A pipe into one sandbox whose reading end is ours too: what the sandbox has not read yet can be taken back. The
 * kernel gives every byte to one reader only, so an event is either taken back or begun, never both.
 */
export class Mailbox {
  /** The descriptor to hand to the sandbox. */
  readonly inside: number;
  readonly #both: number;
  #open = true;
  /** `inside` is still open here. */
  #isOurs = true;

  /**
   * Takes the pipe's name away: processes of a sandbox that has ended may hold theirs for a moment, so none is used
   * again. @throws Error when it cannot be opened; nothing is left open then.
   */
  constructor(path: string) {
    this.#both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      // Opened by itself, so that the sandbox waits in its reads though we do not.
      this.inside = openSync(path, constants.O_RDONLY);
    } catch (error) {
      closeSync(this.#both);
      throw error;
    }
    rmSync(path, { force: true });
  }

  /** The sandbox has its own copy of the descriptor by now. */
  handedOver(): void {
    if (!this.#isOurs) return;
    this.#isOurs = false;
    closeSync(this.inside);
  }

  /** False when the pipe is full, which only the code in the sandbox can bring about. */
  put(bytes: Buffer): boolean {
    if (!this.#open) return false;
    try {
      return writeSync(this.#both, bytes) === bytes.length;
    } catch {
      return false;
    }
  }

  /** All that nobody has read. */
  takeBack(): Buffer {
    if (!this.#open) return Buffer.alloc(0);
    const room = Buffer.allocUnsafe(MOST);
    try {
      return room.subarray(0, readSync(this.#both, room));
    } catch {
      return Buffer.alloc(0);
    }
  }

  /** Once the sandbox is gone. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.handedOver();
    closeSync(this.#both);
  }
}

/** Node cannot make pipes with a name. */
const MAKER = 'mkfifo';
const AT_ONCE = 64;
const FEW = 48;
const LATER: Ms = 50;

/** Pipes made ahead of time, for one mailbox each. */
export class Mailboxes {
  readonly #directory: string;
  #free: string[] = [];
  #made = 0;
  #making = false;

  constructor(directory: string) {
    makeDirectory(directory, 0o700);
    this.#directory = directory;
  }

  /** Resolves when there are more; on a machine that makes none, environments do without. */
  async make(): Promise<void> {
    this.#making = true;
    const paths = Array.from({ length: AT_ONCE }, (_, index) =>
      join(this.#directory, String(this.#made + index)),
    );
    this.#made += AT_ONCE;
    try {
      await promisify(execFile)(MAKER, ['-m', '600', ...paths], { env: cleanEnvironment() });
      this.#free.push(...paths);
      this.#making = false;
    } catch {
      // Left as if it were at work: it is not asked again.
    }
  }

  /** Starting a program takes a millisecond of ours, which the sandbox that starts right now need not wait for. */
  #makeLater(): void {
    this.#making = true;
    setTimeout(() => void this.make(), LATER).unref();
  }

  /** Null when none is ready. */
  open(): Mailbox | null {
    if (this.#free.length <= FEW && !this.#making) this.#makeLater();
    const path = this.#free.pop();
    if (path === undefined) return null;
    try {
      return new Mailbox(path);
    } catch {
      // No descriptor is left; what needs one next says so.
      this.#free.push(path);
      return null;
    }
  }
}
