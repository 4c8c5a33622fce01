import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { partsOfBatch } from '#lib/domain/functions/events/batch.ts';
import { failedMessages, queueEvent } from '#lib/domain/functions/events/queue.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import type { Message, MessageQueues } from './message-queue.ts';

export interface QueueTriggerSpec {
  platform: FunctionPlatform;
  queues: MessageQueues;
  queue: string;
  name: string;
  qualifier?: string;
  /** 1 to 10,000; AWS Lambda's default is 10. */
  batchSize?: number;
  /** How long messages are gathered for a batch that is not full. */
  window?: Ms;
  /** The function says which messages of a batch failed; without it a failure is the whole batch's. */
  reportsFailures?: boolean;
  /** Batches at once. */
  concurrency?: number;
  /** How long an empty queue is left alone. */
  idle?: Ms;
}

/** As long as one. */
const NO_MD5 = '0'.repeat(32);
const md5 = (body: string): string => createHash('md5').update(body).digest('hex');

/** The same when the batch is more than one event may hold: then it is several. */
async function deliverAll(spec: QueueTriggerSpec, messages: readonly Message[]): Promise<readonly string[]> {
  const failed: string[] = [];
  const eventOf = (message: Message) => queueEvent(spec.queue, [{ ...message, md5: NO_MD5 }], new Date());
  for (const part of partsOfBatch(messages, eventOf)) failed.push(...(await deliver(spec, part)));
  return failed;
}

/** Ids of the messages that must come again. A throttled batch comes again whole, as on the platform. */
async function deliver(spec: QueueTriggerSpec, messages: readonly Message[]): Promise<readonly string[]> {
  const ids = messages.map(({ id }) => id);
  const event = queueEvent(
    spec.queue,
    messages.map((message) => ({ ...message, md5: md5(message.body) })),
    new Date(),
  );
  const pieces: Buffer[] = [];
  try {
    const { fault } = await spec.platform.invoke({
      ...{ name: spec.name, qualifier: spec.qualifier ?? null, payload: Buffer.from(JSON.stringify(event)) },
      sink: (piece) => void pieces.push(piece),
    });
    if (fault !== null) return ids;
  } catch {
    return ids;
  }
  return spec.reportsFailures ? (failedMessages(Buffer.concat(pieces).toString(), ids) ?? ids) : [];
}

/** Takes batches from a queue and hands each to one invocation. */
export class QueueTrigger implements AsyncDisposable {
  readonly #spec: QueueTriggerSpec;
  readonly #stopping = new AbortController();
  readonly #workers: Promise<void>[];

  constructor(spec: QueueTriggerSpec) {
    this.#spec = spec;
    this.#workers = Array.from({ length: spec.concurrency ?? 2 }, () => this.#work());
  }

  async #work(): Promise<void> {
    const { idle = 200 } = this.#spec;
    while (!this.#stopping.signal.aborted) {
      // A queue that cannot be asked now is asked again.
      const worked = await this.#batch().catch(() => false);
      if (!worked) await delay(idle, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  async #batch(): Promise<boolean> {
    const { queues, queue } = this.#spec;
    const messages = await this.#gather();
    if (messages.length === 0) return false;
    const failed = new Set(await deliverAll(this.#spec, messages));
    const ids = messages.map(({ id }) => id);
    await queues.remove(
      queue,
      ids.filter((id) => !failed.has(id)),
    );
    await queues.giveBack(queue, [...failed]);
    return failed.size === 0;
  }

  async #gather(): Promise<Message[]> {
    const { queues, queue, batchSize = 10, window = 0, idle = 200 } = this.#spec;
    const messages = await queues.receive(queue, batchSize);
    const until = performance.now() + window;
    while (messages.length > 0 && messages.length < batchSize && performance.now() < until) {
      await delay(Math.min(idle, window), undefined, { signal: this.#stopping.signal }).catch(() => {});
      if (this.#stopping.signal.aborted) break;
      messages.push(...(await queues.receive(queue, batchSize - messages.length)));
    }
    return messages;
  }

  /** What was taken is finished first. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#workers);
  }
}
