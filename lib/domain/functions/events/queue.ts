import { parseJson } from '../../text/json.ts';
import { ACCOUNT, REGION } from '../identifier.ts';

export interface QueuedMessage {
  id: string;
  body: string;
  attributes: Readonly<Record<string, string | number>>;
  sentAt: Date;
  receives: number;
  /** MD5 of the body in hexadecimal; whoever has a hash function fills it in. */
  md5: string;
}

export const queueArn = (queue: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`;

function recordOf(queue: string, message: QueuedMessage, receivedAt: Date): Record<string, unknown> {
  const attributes = Object.entries(message.attributes).map(
    ([name, value]) =>
      [
        name,
        {
          ...{ stringValue: String(value), stringListValues: [], binaryListValues: [] },
          dataType: typeof value === 'number' ? 'Number' : 'String',
        },
      ] as const,
  );
  return {
    messageId: message.id,
    receiptHandle: message.id,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt.getTime()),
      SenderId: ACCOUNT,
      ApproximateFirstReceiveTimestamp: String(receivedAt.getTime()),
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.md5,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queue),
    awsRegion: REGION,
  };
}

/** The event of a batch of messages (developer guide, "Using Lambda with Amazon SQS", example event). */
export const queueEvent = (queue: string, messages: readonly QueuedMessage[], receivedAt: Date): object => ({
  Records: messages.map((message) => recordOf(queue, message, receivedAt)),
});

/**
 * Which messages of a batch failed, when the function reports it (ReportBatchItemFailures). Null: all of them,
 * which is also what an answer means that is not in the form asked for.
 */
export function failedMessages(payload: string, ids: readonly string[]): readonly string[] | null {
  let answer: unknown;
  try {
    answer = parseJson(payload);
  } catch {
    return null;
  }
  if (answer === null) return [];
  const failures =
    typeof answer === 'object' ? (answer as Record<string, unknown>).batchItemFailures : undefined;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return null;
  const named = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  // An empty, missing or unknown name makes the whole batch a failure.
  return named.every((id): id is string => typeof id === 'string' && ids.includes(id)) ? named : null;
}
