import { describe, expect, it } from 'vitest';
import { httpAnswer, httpEvent } from './http.ts';
import { matchesFilter, type ObjectChange, objectEvent } from './object.ts';
import { failedMessages, queueEvent } from './queue.ts';
import { recordEvent } from './record.ts';
import { ScheduleExpression, scheduledEvent } from './schedule.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const request = {
  requestId: 'id',
  method: 'POST',
  target: '/my/path?parameter1=value1&parameter1=value2&parameter2=value',
  headers: [
    ['Host', 'localhost:3000'],
    ['Cookie', 'cookie1=a; cookie2=b'],
    ['Header1', 'value1'],
    ['header1', 'value2'],
    ['User-Agent', 'agent'],
  ],
  body: bytes('Hello from client!'),
  sourceIp: '127.0.0.1',
  at: Date.UTC(2020, 2, 12, 19, 3, 58, 390),
} as const;

describe('an HTTP request', () => {
  // The example of the developer guide, as far as a request without an authorizer has it.
  it('is an event in payload format 2.0', () => {
    expect(httpEvent(request)).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/my/path',
      rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
      cookies: ['cookie1=a', 'cookie2=b'],
      headers: { host: 'localhost:3000', header1: 'value1,value2', 'user-agent': 'agent' },
      queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
      requestContext: {
        ...{
          accountId: '000000000000',
          apiId: 'crossover',
          domainName: 'localhost',
          domainPrefix: 'localhost',
        },
        http: {
          method: 'POST',
          path: '/my/path',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'agent',
        },
        ...{ requestId: 'id', routeKey: '$default', stage: '$default' },
        ...{ time: '12/Mar/2020:19:03:58 +0000', timeEpoch: 1584039838390 },
      },
      body: 'Hello from client!',
      isBase64Encoded: false,
    });
  });

  it('has its bytes in base64 when they are no text', () => {
    const binary = {
      ...request,
      headers: [['content-type', 'image/png']] as const,
      body: new Uint8Array([0, 255]),
    };
    expect(httpEvent(binary)).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    expect(httpEvent({ ...request, body: new Uint8Array() })).not.toHaveProperty('body');
  });

  it.each<[string, string, number, string, [string, string][]]>([
    ['a plain value', '{"a":1}', 200, '{"a":1}', [['content-type', 'application/json']]],
    // The guide shows the very value with its quotation marks: content-length 15 for "Hello, world!".
    ['a string', '"Hello, world!"', 200, '"Hello, world!"', [['content-type', 'application/json']]],
    [
      'status, headers and cookies',
      '{"statusCode":201,"headers":{"A":"b","Content-Type":"text/plain"},"cookies":["x=1","y=2"],"body":"made"}',
      ...([
        201,
        'made',
        [
          ['a', 'b'],
          ['content-type', 'text/plain'],
          ['set-cookie', 'x=1'],
          ['set-cookie', 'y=2'],
        ],
      ] as [number, string, [string, string][]]),
    ],
    [
      'base64',
      '{"statusCode":200,"body":"aGk=","isBase64Encoded":true}',
      200,
      'hi',
      [['content-type', 'application/json']],
    ],
    [
      'a status out of range',
      '{"statusCode":9}',
      502,
      '{"message":"Internal Server Error"}',
      [['content-type', 'application/json']],
    ],
    [
      'a header that breaks out',
      '{"statusCode":200,"headers":{"a":"b\\r\\nc: d"}}',
      502,
      '{"message":"Internal Server Error"}',
      [['content-type', 'application/json']],
    ],
    [
      'a body that is no text',
      '{"statusCode":200,"body":{}}',
      502,
      '{"message":"Internal Server Error"}',
      [['content-type', 'application/json']],
    ],
  ])('is answered by %s', (_name, payload, status, body, headers) => {
    const answer = httpAnswer(payload);
    expect([answer.status, new TextDecoder().decode(answer.body), answer.headers]).toEqual([
      status,
      body,
      headers,
    ]);
  });
});

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

describe('a schedule', () => {
  it.each<[string, object]>([
    ['rate(1 minute)', { kind: 'rate', seconds: 60 }],
    ['rate(12 hours)', { kind: 'rate', seconds: 43_200 }],
    ['cron(0 10 * * ? *)', { kind: 'cron', pattern: '0 0 10 * * * *' }],
    ['cron(15 12 ? * MON-FRI 2027)', { kind: 'cron', pattern: '0 15 12 * * MON-FRI 2027' }],
    ['cron(0 8 ? * 2-6 *)', { kind: 'cron', pattern: '0 0 8 * * 1-5 *' }],
    ['cron(0 12 ? * L *)', { kind: 'cron', pattern: '0 0 12 * * 6 *' }],
    ['cron(0 12 ? * 6L *)', { kind: 'cron', pattern: '0 0 12 * * 5L *' }],
    ['cron(0/10 8 ? * 3#1 *)', { kind: 'cron', pattern: '0 0-59/10 8 * * 2#1 *' }],
  ])('%s', (text, expected) => {
    expect(ScheduleExpression.parse(text)).toEqual(expected);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 days)',
    'cron(* * * * *)',
    'cron(0 1 1 * 1 *)',
    'cron(0 1 ? * ? *)',
    'daily',
  ])('refuses %s', (text) => expect(ScheduleExpression.safeParse(text).success).toBe(false));

  it('fires an event of EventBridge', () => {
    expect(scheduledEvent('id', 'my-rule', new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)))).toEqual({
      ...{
        version: '0',
        id: 'id',
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
      },
      ...{ time: '2026-01-02T03:04:05Z', region: 'us-east-1', detail: {} },
      resources: ['arn:aws:events:us-east-1:000000000000:rule/my-rule'],
    });
  });
});

describe('an object', () => {
  const change: ObjectChange = {
    ...{ name: 'ObjectCreated:Put', bucket: 'b', key: 'a b/é.jpg', size: 3, eTag: 'e', at: new Date(0) },
    ...{ requestId: 'r', sequencer: '01', sourceIp: '127.0.0.1' },
  };

  it('that was stored is an event of Amazon S3', () => {
    expect(objectEvent(change)).toMatchObject({
      Records: [
        {
          ...{
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            eventTime: '1970-01-01T00:00:00.000Z',
            eventName: 'ObjectCreated:Put',
          },
          s3: {
            bucket: { name: 'b', arn: 'arn:aws:s3:::b' },
            object: { key: 'a+b/%C3%A9.jpg', size: 3, eTag: 'e', sequencer: '01' },
          },
        },
      ],
    });
  });

  it('has its key encoded as a form is', () => {
    const keyOf = (key: string) =>
      (objectEvent({ ...change, key }) as { Records: { s3: { object: { key: string } } }[] }).Records[0]?.s3
        .object.key;
    expect(keyOf("photos/été (1)+~!'*.jpg")).toBe('photos/%C3%A9t%C3%A9+%281%29%2B%7E%21%27*.jpg');
    expect(keyOf('half a pair \ud83d')).toBe('half+a+pair+%EF%BF%BD');
  });

  it('is filtered by event, prefix and suffix', () => {
    const filter = { events: ['ObjectCreated:*'], prefix: 'a', suffix: '.jpg' };
    expect(matchesFilter(change, filter)).toBe(true);
    expect(matchesFilter({ ...change, name: 'ObjectRemoved:Delete' }, filter)).toBe(false);
    expect(matchesFilter(change, { ...filter, suffix: '.png' })).toBe(false);
    expect(matchesFilter(change, { ...filter, events: ['ObjectCreated:Put'] })).toBe(true);
    // Notifications of a bucket are asked for with a prefix that the event itself does not have.
    expect(matchesFilter(change, { ...filter, events: ['s3:ObjectCreated:*'] })).toBe(true);
    expect(matchesFilter(change, { ...filter, events: ['s3:ObjectCreated:Copy'] })).toBe(false);
  });
});

describe('a record that changed', () => {
  const change = {
    id: 'e',
    table: 't',
    key: 'k',
    before: null,
    after: { n: 1, list: ['a', true], none: null },
    inserted: true,
    removed: false,
    sequence: 7,
    at: new Date(1_000),
  };

  it('is an event of a DynamoDB stream', () => {
    expect(recordEvent([change])).toMatchObject({
      Records: [
        {
          ...{ eventID: 'e', eventName: 'INSERT', eventSource: 'aws:dynamodb' },
          dynamodb: {
            ...{ ApproximateCreationDateTime: 1, Keys: { id: { S: 'k' } }, SequenceNumber: '7' },
            NewImage: {
              id: { S: 'k' },
              n: { N: '1' },
              list: { L: [{ S: 'a' }, { BOOL: true }] },
              none: { NULL: true },
            },
          },
        },
      ],
    });
    const modified = recordEvent([{ ...change, inserted: false, before: 'old' }]);
    expect(modified).toMatchObject({
      Records: [{ eventName: 'MODIFY', dynamodb: { OldImage: { value: { S: 'old' } } } }],
    });
    expect(recordEvent([{ ...change, inserted: false, removed: true }])).toMatchObject({
      Records: [{ eventName: 'REMOVE' }],
    });
  });
});
