import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import {
  matchesFilter,
  type ObjectChange,
  type ObjectFilter,
  objectEvent,
} from '#lib/domain/functions/events/object.ts';

/** Told of a change that passed its filter; invokes asynchronously, as Amazon S3 does. */
export interface Notification extends ObjectFilter {
  fire: (payload: Buffer) => Promise<unknown>;
}

const MAX_KEY_BYTES = 1_024;

/** A store of objects in a directory that tells functions what was stored and removed. */
export class Bucket {
  readonly name: string;
  readonly #directory: string;
  readonly #notifications: Notification[] = [];
  #sequence = 0;

  constructor(name: string, directory: string) {
    this.name = name;
    this.#directory = directory;
  }

  notify(notification: Partial<ObjectFilter> & Pick<Notification, 'fire'>): void {
    this.#notifications.push({ events: ['ObjectCreated:*'], prefix: '', suffix: '', ...notification });
  }

  /** Files are named by a hash of the key: a key may hold anything, a path may not. */
  #pathOf(key: string): string {
    const bytes = Buffer.byteLength(key);
    if (bytes >= 1 && bytes <= MAX_KEY_BYTES) {
      return join(this.#directory, createHash('sha256').update(key).digest('hex'));
    }
    throw new CrossoverError({
      code: 'object-key',
      owner: 'yours',
      message: `A key has 1 to ${MAX_KEY_BYTES} bytes, not ${bytes}.`,
      remedy: 'Use a shorter key.',
    });
  }

  /** Stores the whole object or nothing, then tells. Gives its ETag. */
  async put(key: string, content: Buffer): Promise<string> {
    const path = this.#pathOf(key);
    await mkdir(this.#directory, { recursive: true });
    const partial = `${path}.${randomUUID()}`;
    await writeFile(partial, content);
    await rename(partial, path);
    const eTag = createHash('md5').update(content).digest('hex');
    await this.#tell({ name: 'ObjectCreated:Put', key, size: content.length, eTag });
    return eTag;
  }

  async get(key: string): Promise<Buffer | null> {
    return readFile(this.#pathOf(key)).catch(() => null);
  }

  /** True when it was there. */
  async delete(key: string): Promise<boolean> {
    const there = await rm(this.#pathOf(key)).then(
      () => true,
      () => false,
    );
    if (there) await this.#tell({ name: 'ObjectRemoved:Delete', key, size: null, eTag: null });
    return there;
  }

  async #tell(change: Pick<ObjectChange, 'name' | 'key' | 'size' | 'eTag'>): Promise<void> {
    this.#sequence += 1;
    const sequencer = (BigInt(Date.now()) * 1_000_000n + BigInt(this.#sequence))
      .toString(16)
      .toUpperCase()
      .padStart(18, '0');
    const where = {
      bucket: this.name,
      at: new Date(),
      requestId: randomUUID(),
      sequencer,
      sourceIp: '127.0.0.1',
    };
    const payload = Buffer.from(JSON.stringify(objectEvent({ ...change, ...where })));
    const wanted = this.#notifications.filter((notification) => matchesFilter(change, notification));
    await Promise.all(wanted.map(({ fire }) => fire(payload)));
  }
}
