import {
  GetFunctionCommand,
  InvalidParameterValueException,
  InvalidRequestContentException,
  InvokeCommand,
  type InvokeCommandInput,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  RequestTooLargeException,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, create, credentials, events, HELLO, invoke, STREAM, server, textOf } from './testing/sdk.ts';

describe('Invoke', () => {
  beforeAll(async () => {
    await create('hello', HELLO, { Timeout: 1 });
  });

  it('answers, with the end of the log when it is asked for', async () => {
    const answer = await invoke('hello', { name: 'é☃' }, { LogType: 'Tail' });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBe(undefined);
    expect(JSON.parse(textOf(answer.Payload))).toEqual({
      ...{ hello: 'é☃', version: '$LATEST', arn: 'arn:aws:lambda:us-east-1:000000000000:function:hello' },
    });
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
    expect(log).toContain('heard {"name":"é☃"}');
    expect(log).toMatch(
      /\nREPORT RequestId: [\w-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 1769 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
    );
    expect(answer.$metadata.requestId).toBe(/REPORT RequestId: ([\w-]+)/.exec(log)?.[1]);
  });

  it('gives at most 4 KB of log', async () => {
    const { LogResult } = await invoke('hello', { text: 'x'.repeat(9_000) }, { LogType: 'Tail' });
    expect(Buffer.from(LogResult ?? '', 'base64')).toHaveLength(4_096);
  });

  it('passes the client context on', async () => {
    const ClientContext = Buffer.from('{"custom":{"a":"é"}}').toString('base64');
    const { Payload } = await invoke('hello', {}, { ClientContext });
    expect(JSON.parse(textOf(Payload)).client).toEqual({ custom: { a: 'é' } });
    await expect(invoke('hello', {}, { ClientContext: 'x' })).rejects.toThrow(InvalidRequestContentException);
  });

  it('gives a function’s error as an answer', async () => {
    const answer = await invoke('hello', { fail: true });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(textOf(answer.Payload))).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'bad',
      trace: expect.any(Array),
    });
  });

  it('gives a function’s timeout as an answer, and the client’s own as its exception', async () => {
    const answer = await invoke('hello', { ms: 5_000 });
    expect(answer.FunctionError).toBe('Unhandled');
    expect(JSON.parse(textOf(answer.Payload))).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [\w-]{36} Error: Task timed out after 1\.00 seconds$/),
    });
    const hasty = new LambdaClient({
      ...{ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 },
      requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
    });
    const impatient = hasty.send(new InvokeCommand({ FunctionName: 'hello', Payload: '{"ms":800}' }));
    await expect(impatient).rejects.toMatchObject({ name: 'TimeoutError' });
    hasty.destroy();
  });

  it('takes an event for later: 202, at most 1 MB', async () => {
    const answer = await invoke(
      'hello',
      { name: 'later' },
      { InvocationType: 'Event', Qualifier: '$LATEST' },
    );
    expect(answer.StatusCode).toBe(202);
    expect(events.at(-1)).toEqual({
      ...{ functionName: 'hello', qualifier: '$LATEST', payload: '{"name":"later"}', clientContext: null },
      requestId: answer.$metadata.requestId,
    });
    const large = invoke('hello', 'x'.repeat(2 ** 20), { InvocationType: 'Event' });
    await expect(large).rejects.toThrow(RequestTooLargeException);
  });

  it('tries dry: 204 for what there is, not found for what there is not', async () => {
    expect((await invoke('hello', {}, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
    await expect(invoke('nobody', {}, { InvocationType: 'DryRun' })).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  it('refuses unknown names and versions, too large events, and what is no JSON', async () => {
    await expect(invoke('nobody')).rejects.toThrow(ResourceNotFoundException);
    await expect(invoke('hello', {}, { Qualifier: '99' })).rejects.toThrow(ResourceNotFoundException);
    await expect(invoke('hello', 'x'.repeat(6 * 2 ** 20))).rejects.toThrow(RequestTooLargeException);
    await expect(invoke('hello', {}, { Payload: '{' })).rejects.toThrow(InvalidRequestContentException);
    expect((await invoke('hello', 'x'.repeat(5 * 2 ** 20), { LogType: 'None' })).StatusCode).toBe(200);
  });

  it('refuses invocation and log types that are none', async () => {
    for (const wrong of [{ InvocationType: 'Later' }, { LogType: 'All' }]) {
      const refused = invoke('hello', {}, wrong as Partial<InvokeCommandInput>);
      await expect(refused).rejects.toThrow(InvalidParameterValueException);
    }
  });

  it('throttles with the platform’s exception', async () => {
    const limit = { FunctionName: 'hello', ReservedConcurrentExecutions: 0 };
    expect(await client.send(new PutFunctionConcurrencyCommand(limit))).toMatchObject({
      ReservedConcurrentExecutions: 0,
    });
    const error = await invoke('hello').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TooManyRequestsException);
    expect(error).toMatchObject({
      ...{
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
        retryAfterSeconds: '1',
      },
      $metadata: { httpStatusCode: 429 },
    });
    const shown = await client.send(new GetFunctionCommand({ FunctionName: 'hello' }));
    expect(shown.Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    const tooMuch = client.send(
      new PutFunctionConcurrencyCommand({ ...limit, ReservedConcurrentExecutions: 901 }),
    );
    await expect(tooMuch).rejects.toThrow(InvalidParameterValueException);
  });
});

describe('InvokeWithResponseStream', () => {
  async function stream(FunctionName: string, event: object = {}) {
    const { EventStream } = await client.send(
      new InvokeWithResponseStreamCommand({ FunctionName, Payload: JSON.stringify(event), LogType: 'Tail' }),
    );
    const pieces: string[] = [];
    let complete: { ErrorCode?: string; ErrorDetails?: string; LogResult?: string } | undefined;
    for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
      if (PayloadChunk) pieces.push(textOf(PayloadChunk.Payload));
      complete = InvokeComplete ?? complete;
    }
    return { pieces, complete };
  }
  beforeAll(async () => {
    await create('stream', STREAM);
    await create('buffered', 'export const handler = async () => "whole";');
  });

  it('gives the pieces as they come, then the end with the log', async () => {
    const { pieces, complete } = await stream('stream');
    expect(pieces).toEqual(['part 0;', 'part 1;', 'part 2;']);
    expect(complete?.ErrorCode).toBe(undefined);
    expect(Buffer.from(complete?.LogResult ?? '', 'base64').toString()).toContain('REPORT RequestId');
  });

  it('tells an error at the end', async () => {
    const { pieces, complete } = await stream('stream', { fail: 1 });
    expect(pieces.join('')).toBe('part 0;part 1;part 2;');
    expect(complete?.ErrorCode).toBe('Unhandled');
    expect(JSON.parse(complete?.ErrorDetails ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'broke',
    });
  });

  it('takes functions that do not stream, and refuses unknown ones', async () => {
    expect((await stream('buffered')).pieces).toEqual(['"whole"']);
    await expect(stream('nobody')).rejects.toThrow(ResourceNotFoundException);
  });
});
