import type { Ms } from '#lib/domain/units.ts';

/** A message as a queue hands it out. */
export interface Message {
  id: string;
  body: string;
  attributes: Readonly<Record<string, string | number>>;
  sentAt: Date;
  /** How often it was handed out, this time included. */
  receives: number;
}

export interface QueueSettings {
  /** How long a message that was handed out and not settled stays hidden. */
  visibilityTimeout: Ms;
  /** After so many receives a message goes to the dead-letter queue, or is dropped when there is none. */
  maxReceives: number;
  deadLetterQueue: string | null;
  /** How long a message that nobody takes is kept. */
  retention: Ms;
}

/** Amazon SQS's defaults, and the five receives that its guide advises for functions. */
export const QUEUE_SETTINGS: QueueSettings = {
  visibilityTimeout: 30_000,
  maxReceives: 5,
  deadLetterQueue: null,
  retention: 4 * 86_400_000,
};

/** Queues by name that keep their messages, also over a restart. */
export interface MessageQueues {
  /** Makes a queue, or changes one. */
  declare(queue: string, settings?: Partial<QueueSettings>): Promise<void>;
  /** @throws CrossoverError `queue-name`, `message-contents` */
  send(queue: string, body: string, attributes?: Readonly<Record<string, string | number>>): Promise<string>;
  receive(queue: string, most: number): Promise<Message[]>;
  /** Done with these. */
  remove(queue: string, ids: readonly string[]): Promise<void>;
  /** Hands these out again when their visibility timeout is over, or to the dead-letter queue. */
  giveBack(queue: string, ids: readonly string[]): Promise<void>;
}
