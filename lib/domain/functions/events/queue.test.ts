import { describe, expect, it } from 'vitest';
import { failedMessages, queueEvent } from './queue.ts';

describe('a batch of messages', () => {
  const message = {
    id: 'm1',
    body: 'text',
    attributes: { a: 'b', n: 200 },
    sentAt: new Date(1_523_232_000_000),
    receives: 2,
    md5: 'e4',
  };

  it('is an event of Amazon SQS', () => {
    expect(queueEvent('my-queue', [message], new Date(1_523_232_000_001))).toEqual({
      Records: [
        {
          ...{ messageId: 'm1', receiptHandle: 'm1', body: 'text', md5OfBody: 'e4' },
          attributes: {
            ...{ ApproximateReceiveCount: '2', SentTimestamp: '1523232000000', SenderId: '000000000000' },
            ApproximateFirstReceiveTimestamp: '1523232000001',
          },
          messageAttributes: {
            a: { stringValue: 'b', stringListValues: [], binaryListValues: [], dataType: 'String' },
            n: { stringValue: '200', stringListValues: [], binaryListValues: [], dataType: 'Number' },
          },
          ...{
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:my-queue',
            awsRegion: 'us-east-1',
          },
        },
      ],
    });
  });

  it.each<[string, readonly string[] | null]>([
    ['null', []],
    ['{}', []],
    ['"text"', []],
    ['{"batchItemFailures":null}', []],
    ['{"batchItemFailures":[]}', []],
    ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['b']],
    ['{"batchItemFailures":[{"itemIdentifier":"x"}]}', null],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', null],
    ['{"batchItemFailures":[{}]}', null],
    ['{"batchItemFailures":[null]}', null],
    ['{"batchItemFailures":1}', null],
    ['no json', null],
  ])('%s reports %o', (payload, expected) => {
    expect(failedMessages(payload, ['a', 'b'])).toEqual(expected);
  });
});
