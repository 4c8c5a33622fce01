import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { partsOfBatch } from '#lib/domain/functions/events/batch.ts';
import { type RecordChange, recordEvent } from '#lib/domain/functions/events/record.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import type { Json, KeyValueStore, StoredItem, StoredSize } from '../../services/key-value-store.ts';
import type { FunctionPlatform } from '../service/platform.ts';

const DAY: Ms = 86_400_000;

export interface RecordStreamSpec {
  platform: FunctionPlatform;
  table: string;
  store: KeyValueStore;
  name: string;
  qualifier?: string;
  /** 1 to 10,000; AWS Lambda's default is 100. */
  batchSize?: number;
  /**
   * A batch that fails is tried again so often, in order, before it is given up; nothing overtakes it.
   * -1, which is AWS Lambda's default: until its oldest change is too old.
   */
  maximumRetryAttempts?: number;
  /** A stream forgets a change after a day. */
  maximumRecordAge?: Ms;
  /** A batch that failed is split in two. */
  bisectsOnError?: boolean;
  retryWait?: Ms;
  /** Gets what was given up. */
  onGivenUp?: (changes: readonly RecordChange[]) => void;
}

/** A store whose changes go to a function: in order, in batches, each batch until it succeeds or is given up. */
export class RecordStream implements KeyValueStore, AsyncDisposable {
  readonly #spec: RecordStreamSpec;
  readonly #stopping = new AbortController();
  readonly #changes: RecordChange[] = [];
  #sequence = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #pumping: Promise<void> | null = null;

  constructor(spec: RecordStreamSpec) {
    this.#spec = spec;
  }

  get(key: string): Promise<Json | undefined> {
    return this.#spec.store.get(key);
  }

  list(prefix: string, limit: number, maxBytes: Bytes): Promise<readonly StoredItem[]> {
    return this.#spec.store.list(prefix, limit, maxBytes);
  }

  sizes(): Promise<readonly StoredSize[]> {
    return this.#spec.store.sizes();
  }

  put(key: string, value: Json): Promise<void> {
    return this.#inOrder(async () => {
      const before = await this.#spec.store.get(key);
      await this.#spec.store.put(key, value);
      // Writing what is there already is no change.
      if (!isDeepStrictEqual(before, value)) this.#record(key, before, value);
    });
  }

  delete(key: string): Promise<boolean> {
    return this.#inOrder(async () => {
      const before = await this.#spec.store.get(key);
      const there = await this.#spec.store.delete(key);
      if (there) this.#record(key, before, undefined);
      return there;
    });
  }

  /** What was there before is only known when nobody writes in between. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => {});
    return done;
  }

  #record(key: string, before: Json | undefined, after: Json | undefined): void {
    this.#sequence += 1;
    this.#changes.push({
      ...{ id: randomUUID(), table: this.#spec.table, key, sequence: this.#sequence, at: new Date() },
      ...{ before: before ?? null, after: after ?? null },
      ...{ inserted: before === undefined, removed: after === undefined },
    });
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = null;
    });
  }

  async #pump(): Promise<void> {
    // Changes of the same moment share a batch.
    await delay(0);
    while (this.#changes.length > 0 && !this.#stopping.signal.aborted) {
      const most = this.#changes.slice(0, this.#spec.batchSize ?? 100);
      const [batch = most] = partsOfBatch(most, (change) => recordEvent([change]));
      await this.#deliver(batch);
      this.#changes.splice(0, batch.length);
    }
  }

  async #deliver(batch: readonly RecordChange[]): Promise<void> {
    const { bisectsOnError = false, retryWait = 1_000, onGivenUp } = this.#spec;
    for (let tries = 0; this.#mayTry(batch, tries); tries += 1) {
      if (tries > 0) await delay(retryWait, undefined, { signal: this.#stopping.signal }).catch(() => {});
      if (this.#stopping.signal.aborted || (await this.#invoke(batch))) return;
      if (!bisectsOnError || batch.length === 1) continue;
      const half = Math.ceil(batch.length / 2);
      await this.#deliver(batch.slice(0, half));
      return this.#deliver(batch.slice(half));
    }
    onGivenUp?.(batch);
  }

  #mayTry([oldest]: readonly RecordChange[], tries: number): boolean {
    const { maximumRetryAttempts = -1, maximumRecordAge = DAY } = this.#spec;
    const fresh = oldest !== undefined && Date.now() - oldest.at.getTime() < maximumRecordAge;
    return tries === 0 || (fresh && (maximumRetryAttempts < 0 || tries <= maximumRetryAttempts));
  }

  async #invoke(batch: readonly RecordChange[]): Promise<boolean> {
    const { platform, name, qualifier = null } = this.#spec;
    const payload = Buffer.from(JSON.stringify(recordEvent(batch)));
    return platform.invoke({ name, qualifier, payload }).then(
      ({ fault }) => fault === null,
      () => false,
    );
  }

  /** Resolves when everything written so far was delivered or given up. */
  async settled(): Promise<void> {
    await this.#writing;
    while (this.#pumping !== null) await this.#pumping;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.settled();
  }
}
