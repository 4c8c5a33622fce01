import type { PgBoss } from 'pg-boss';
import { CrossoverError } from '#lib/domain/errors.ts';
import {
  type Message,
  type MessageQueues,
  QUEUE_SETTINGS,
  type QueueSettings,
} from '#lib/executors/function/triggers/message-queue.ts';

interface Body {
  body: string;
  attributes: Record<string, string | number>;
}

/** Amazon SQS refuses such too ("InvalidMessageContents"); a database has no place for them. */
function refuseContents(body: string): void {
  if (body.isWellFormed() && !body.includes('\0')) return;
  throw new CrossoverError({
    code: 'message-contents',
    owner: 'yours',
    message: 'The message has characters that no message can hold: a zero, or half a surrogate pair.',
    remedy: 'Encode bytes, for example in base64.',
  });
}

/** Users' queues live beside the product's own. */
const nameOf = (queue: string): string => {
  if (/^[a-zA-Z0-9-_]{1,80}$/.test(queue)) return `messages.${queue}`;
  throw new CrossoverError({
    code: 'queue-name',
    owner: 'yours',
    message: `${JSON.stringify(queue.slice(0, 100))} is no name of a queue.`,
    remedy: 'Use 1 to 80 letters, digits, - and _.',
  });
};

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

const optionsOf = ({ visibilityTimeout, maxReceives, deadLetterQueue, retention }: QueueSettings) => ({
  expireInSeconds: seconds(visibilityTimeout),
  retryLimit: maxReceives - 1,
  // What failed stays hidden as what was not settled would, so that it is not hammered.
  retryDelay: seconds(visibilityTimeout),
  retentionSeconds: seconds(retention),
  deleteAfterSeconds: 1,
  ...(deadLetterQueue === null ? {} : { deadLetter: nameOf(deadLetterQueue) }),
});

/** Queues of messages on the product's own queue: they survive a restart. */
class PostgresQueues implements MessageQueues {
  readonly #boss: PgBoss;
  /** Queues that are known to be there. */
  readonly #known = new Set<string>();

  constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  async declare(queue: string, settings: Partial<QueueSettings> = {}): Promise<void> {
    const name = nameOf(queue);
    const whole = { ...QUEUE_SETTINGS, ...settings };
    if (whole.deadLetterQueue !== null) await this.#ensure(whole.deadLetterQueue);
    if ((await this.#boss.getQueue(name)) === null) await this.#boss.createQueue(name, optionsOf(whole));
    else await this.#boss.updateQueue(name, optionsOf(whole));
    this.#known.add(name);
  }

  async #ensure(queue: string): Promise<string> {
    const name = nameOf(queue);
    if (!this.#known.has(name) && (await this.#boss.getQueue(name)) === null) await this.declare(queue);
    this.#known.add(name);
    return name;
  }

  async send(
    queue: string,
    body: string,
    attributes: Readonly<Record<string, string | number>> = {},
  ): Promise<string> {
    refuseContents(body);
    const id = await this.#boss.send(await this.#ensure(queue), { body, attributes });
    if (id !== null) return id;
    throw new CrossoverError({
      code: 'queue-refused',
      owner: 'ours',
      message: 'The queue did not take the message.',
      remedy: 'Send it again.',
    });
  }

  async receive(queue: string, batchSize: number): Promise<Message[]> {
    const jobs = await this.#boss.fetch<Body>(await this.#ensure(queue), {
      batchSize,
      includeMetadata: true,
    });
    return jobs.map(({ id, data, createdOn, retryCount }) => ({
      ...{ id, body: data.body, attributes: data.attributes, sentAt: createdOn, receives: retryCount + 1 },
    }));
  }

  async remove(queue: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#boss.complete(nameOf(queue), [...ids]);
  }

  async giveBack(queue: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#boss.fail(nameOf(queue), [...ids]);
  }
}

export const messageQueues = (boss: PgBoss): MessageQueues => new PostgresQueues(boss);
