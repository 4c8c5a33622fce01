import { describe, expect, it } from 'vitest';
import { nodeFunction } from '#lib/executors/function/testing/functions.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import { COUNTER, eventStage } from '../testing/event-stage.ts';

const stage = eventStage();
const { send, recordsOf: of, hold, deadLetter } = stage;

describe('an event that nobody waits for', () => {
  it('is delivered once when all goes well', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    const id = await send(name, { a: 1 });
    await eventually(() => of(id).length === 1, 'the event was delivered');
    expect(of(id)[0]).toMatchObject({ outcome: 'ok', functionName: name });
  });

  it('is retried twice with the same request id', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    const id = await send(name, { failures: 2 });
    await eventually(() => of(id).length === 3, 'the third try');
    expect(of(id).map(({ outcome }) => outcome)).toEqual(['handler-error', 'handler-error', 'ok']);
  });

  it('goes to the dead letters as it was sent, and a record of it to the destination, after the third failure', async () => {
    const name = await nodeFunction(stage.platform, COUNTER, { deadLetterQueue: 'dead' });
    await stage.platform.functions.setAsynchronous(name, { onFailure: 'failed' });
    const id = await send(name, { failures: 9, é: '☃' });
    const { body, attributes } = await deadLetter('dead');
    expect([body, attributes]).toEqual([
      '{"failures":9,"é":"☃"}',
      { RequestID: id, ErrorCode: 200, ErrorMessage: 'try 3' },
    ]);
    expect(JSON.parse((await deadLetter('failed')).body)).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requestContext: {
        ...{ requestId: id, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}:$LATEST`,
      },
      requestPayload: { failures: 9, é: '☃' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'try 3', trace: expect.any(Array) },
    });
    expect(of(id)).toHaveLength(3);
  });

  it('that went well is told to the destination for that', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await stage.platform.functions.setAsynchronous(name, { onSuccess: 'well' });
    const id = await send(name, {});
    expect(JSON.parse((await deadLetter('well')).body)).toMatchObject({
      requestContext: { requestId: id, condition: 'Success', approximateInvokeCount: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: 1,
    });
  });

  it('is given up at once, without a try, when its function has no concurrency at all', async () => {
    const name = await nodeFunction(stage.platform, COUNTER, { deadLetterQueue: 'dead' });
    await stage.platform.functions.setAsynchronous(name, { onFailure: 'failed' });
    await stage.platform.reserve(name, 0);
    const id = await send(name, { a: 1 });
    expect(await deadLetter('dead')).toMatchObject({
      body: '{"a":1}',
      attributes: { RequestID: id, ErrorCode: 429 },
    });
    const record = JSON.parse((await deadLetter('failed')).body);
    expect(record.requestContext).toMatchObject({
      condition: 'ZeroReservedConcurrency',
      approximateInvokeCount: 0,
    });
    expect(record).not.toHaveProperty('responseContext');
    expect(of(id)).toEqual([]);
  });

  it('is held back by concurrency alone: the rate of requests is the callers’ who wait', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await stage.platform.reserve(name, 1);
    const sent = await Promise.all(Array.from({ length: 30 }, () => send(name, {})));
    await eventually(
      () => sent.every((id) => of(id).length === 1),
      'thirty events, where ten a second may call',
    );
    expect(sent.flatMap(of).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });

  it.each<[string, string]>([
    ['a zero character', '"a\\0b"'],
    ['half of a surrogate pair', '"a\\ud83d"'],
    ['a pair where the message is cut', '"x" + "😀".repeat(600)'],
  ])(
    'becomes a dead letter although its error has %s, which the database cannot hold',
    async (_name, text) => {
      const name = await nodeFunction(
        stage.platform,
        `export const handler = async () => { throw new Error(${text}); };`,
        { deadLetterQueue: 'odd' },
      );
      const id = await send(name, {});
      expect((await deadLetter('odd')).attributes).toMatchObject({ RequestID: id });
      expect(of(id)).toHaveLength(3);
    },
  );

  it('waits while its function is throttled, and loses no retry', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await stage.platform.functions.setAsynchronous(name, { maximumRetryAttempts: 0 });
    await hold(name, 1_200);
    const id = await send(name, {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(of(id)).toHaveLength(0);
    await eventually(() => of(id).length === 1, 'it was delivered after all');
    expect(of(id)[0]?.outcome).toBe('ok');
  });

  it('is not delivered when its function is gone', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await hold(name, 500);
    const id = await send(name, {});
    await stage.platform.functions.delete(name);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(of(id)).toHaveLength(0);
  });
});
