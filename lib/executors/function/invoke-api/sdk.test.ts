import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvalidParameterValueException,
  InvalidRequestContentException,
  InvokeCommand,
  type InvokeCommandInput,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  RequestTooLargeException,
  ResourceConflictException,
  ResourceNotFoundException,
  TooManyRequestsException,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalServer } from '../../host/local-server.ts';
import type { AsynchronousEvent } from '../service/asynchronous.ts';
import { FunctionPlatform } from '../service/platform.ts';
import { zipOf } from '../testing/zip.ts';
import { serveLambdaApi } from './server.ts';

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const events: AsynchronousEvent[] = [];
let platform: FunctionPlatform;
let server: LocalServer;
let client: LambdaClient;
beforeAll(async () => {
  platform = await FunctionPlatform.open();
  platform.asynchronous = { send: async (event) => void events.push(event) };
  server = await serveLambdaApi(platform);
  client = new LambdaClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
});

const HELLO = `export const handler = async (event, context) => { console.log('heard', JSON.stringify(event));
  if (event.fail) throw new RangeError('bad'); if (event.ms) await new Promise((r) => setTimeout(r, event.ms));
  return { hello: event.name, version: context.functionVersion, arn: context.invokedFunctionArn, client: context.clientContext }; };`;
const STREAM = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  for (let n = 0; n < 3; n += 1) { stream.write('part ' + n + ';'); await new Promise((r) => setTimeout(r, 25)); }
  if (event.fail) throw new TypeError('broke'); stream.end(); });`;

async function create(FunctionName: string, code: string, over: object = {}) {
  const Code = { ZipFile: zipOf({ 'index.mjs': code }) };
  const basics = {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/r',
  } as const;
  return client.send(new CreateFunctionCommand({ FunctionName, Code, MemorySize: 1769, ...basics, ...over }));
}
const invoke = (FunctionName: string, event: unknown = {}, over: Partial<InvokeCommandInput> = {}) =>
  client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...over }));
const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

describe('CreateFunction and its kin', () => {
  it('make, show, list, change and delete a function', async () => {
    const made = await create('made', HELLO, {
      Timeout: 7,
      Environment: { Variables: { MINE: 'x' } },
      EphemeralStorage: { Size: 1024 },
    });
    expect(made).toMatchObject({
      ...{ FunctionName: 'made', Handler: 'index.handler', MemorySize: 1769, Timeout: 7, Version: '$LATEST' },
      ...{
        State: 'Active',
        PackageType: 'Zip',
        EphemeralStorage: { Size: 1024 },
        Environment: { Variables: { MINE: 'x' } },
      },
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:made',
    });
    await waitUntilFunctionActiveV2({ client, maxWaitTime: 5 }, { FunctionName: 'made' });
    const shown = await client.send(new GetFunctionCommand({ FunctionName: 'made' }));
    expect(shown.Configuration).toMatchObject({ CodeSha256: made.CodeSha256, RevisionId: made.RevisionId });
    const configured = await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'made', MemorySize: 512 }),
    );
    expect(configured).toMatchObject({ MemorySize: 512, Timeout: 7, CodeSha256: made.CodeSha256 });
    const listed = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    expect(listed.Functions).toHaveLength(1);
    await client.send(new DeleteFunctionCommand({ FunctionName: made.FunctionArn }));
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'made' }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  it('show runtime and role as they were sent', async () => {
    const sent = { Runtime: 'nodejs22.x', Role: 'arn:aws:iam::123456789012:role/x' } as const;
    expect(await create('as-sent', HELLO, sent)).toMatchObject(sent);
    const which = { FunctionName: 'as-sent' };
    const changed = { Runtime: 'nodejs24.x', Role: 'arn:aws:iam::123456789012:role/path/y' } as const;
    const sized = await client.send(new UpdateFunctionConfigurationCommand({ ...which, MemorySize: 512 }));
    expect(sized).toMatchObject(sent);
    await client.send(new UpdateFunctionConfigurationCommand({ ...which, ...changed }));
    const { Configuration } = await client.send(new GetFunctionCommand(which));
    expect(Configuration).toMatchObject({ ...changed, MemorySize: 512 });
    expect(textOf((await invoke('as-sent', { name: 'you' })).Payload)).toContain('"hello":"you"');
    await client.send(new DeleteFunctionCommand(which));
  });

  it('give new code a new version and keep the old one', async () => {
    await create('versions', 'export const handler = async () => 1;', { Publish: true });
    const ZipFile = zipOf({ 'index.mjs': 'export const handler = async () => 2;' });
    const updated = await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'versions', ZipFile }));
    const published = await client.send(new PublishVersionCommand({ FunctionName: 'versions' }));
    expect([updated.Version, published.Version]).toEqual(['$LATEST', '2']);
    const answers = [
      await invoke('versions'),
      await invoke('versions', {}, { Qualifier: '1' }),
      await invoke('versions:1'),
      await invoke('arn:aws:lambda:eu-west-1:123456789012:function:versions:2'),
    ];
    expect(answers.map(({ Payload, ExecutedVersion }) => [textOf(Payload), ExecutedVersion])).toEqual([
      ['2', '$LATEST'],
      ['1', '1'],
      ['1', '1'],
      ['2', '2'],
    ]);
    const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'versions' }));
    expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
  });

  it.each<[string, object]>([
    ['too much memory', { MemorySize: 10_241 }],
    ['too long a timeout', { Timeout: 901 }],
    ['an unknown runtime', { Runtime: 'cobol1' }],
    ['a reserved variable', { Environment: { Variables: { AWS_REGION: 'x' } } }],
    ['a package that is no ZIP', { Code: { ZipFile: Buffer.from('text') } }],
    ['a package that climbs out', { Code: { ZipFile: zipOf({ '../index.mjs': '1' }) } }],
    ['layers', { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:l:1'] }],
    ['a description that no database can hold', { Description: 'a\0b' }],
    ['dead letters in what is no queue', { DeadLetterConfig: { TargetArn: 'arn:aws:sns:us-east-1:0:t' } }],
    ['a name that is none', { FunctionName: 'a b' }],
    ['an image', { PackageType: 'Image', Code: { ImageUri: 'x' } }],
  ])('refuse %s', async (_name, over) => {
    await expect(create('refused', HELLO, over)).rejects.toThrow(InvalidParameterValueException);
  });

  it('take a name, a partial ARN or a whole one', async () => {
    const whole = 'arn:aws:lambda:us-east-1:000000000000:function:by-arn';
    expect(await create(whole, HELLO)).toMatchObject({ FunctionName: 'by-arn', FunctionArn: whole });
    await expect(create('000000000000:function:by-arn', HELLO)).rejects.toThrow(ResourceConflictException);
  });

  it('refuse a name that is taken', async () => {
    await create('taken', HELLO);
    await expect(create('taken', HELLO)).rejects.toThrow(ResourceConflictException);
  });
});

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

describe('settings', () => {
  it('provisioned concurrency loads environments ahead', async () => {
    await create('ahead', HELLO, { Publish: true });
    const which = { FunctionName: 'ahead', Qualifier: '1' };
    await client.send(
      new PutProvisionedConcurrencyConfigCommand({ ...which, ProvisionedConcurrentExecutions: 1 }),
    );
    expect(await client.send(new GetProvisionedConcurrencyConfigCommand(which))).toMatchObject({
      ...{ Status: 'READY', AvailableProvisionedConcurrentExecutions: 1 },
    });
    expect((await invoke('ahead', {}, { Qualifier: '1' })).StatusCode).toBe(200);
    expect(platform.instances('ahead', '1')).toHaveLength(1);
    const below = client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'ahead', ReservedConcurrentExecutions: 0 }),
    );
    await expect(below).rejects.toThrow(InvalidParameterValueException);
    const unpublished = client.send(
      new PutProvisionedConcurrencyConfigCommand({
        ...{ FunctionName: 'ahead', Qualifier: '$LATEST', ProvisionedConcurrentExecutions: 1 },
      }),
    );
    await expect(unpublished).rejects.toThrow(/cannot be applied to unpublished function versions/);
    await client.send(new DeleteFunctionCommand(which));
    await client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'ahead', ReservedConcurrentExecutions: 0 }),
    );
  });

  it('retries and age of events can be set within the platform’s bounds', async () => {
    await create('events', HELLO);
    const FunctionName = 'events';
    const destination = { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } };
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        ...{
          FunctionName,
          MaximumRetryAttempts: 1,
          MaximumEventAgeInSeconds: 60,
          DestinationConfig: destination,
        },
      }),
    );
    expect(platform.functions.asynchronousPolicy('events')).toEqual({
      maximumRetryAttempts: 1,
      maximumEventAgeMs: 60_000,
      onFailure: 'failed',
      onSuccess: null,
    });
    const updated = await client.send(
      new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }),
    );
    expect(updated).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    const OnFailure = { Destination: 'arn:aws:sns:us-east-1:000000000000:topic' };
    for (const wrong of [{ MaximumRetryAttempts: 3 }, { DestinationConfig: { OnFailure } }]) {
      const refused = client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...wrong }));
      await expect(refused).rejects.toThrow(InvalidParameterValueException);
    }
    const replaced = await client.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }),
    );
    expect(replaced).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 21_600 });
    await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
    expect(platform.functions.asynchronousPolicy('events')).toMatchObject({ maximumRetryAttempts: 2 });
  });

  it('a function’s dead letters have a queue of their own', async () => {
    const TargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
    const made = await create('letters', HELLO, { DeadLetterConfig: { TargetArn } });
    expect(made.DeadLetterConfig).toEqual({ TargetArn });
    const changed = await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'letters', MemorySize: 512 }),
    );
    expect(changed.DeadLetterConfig).toEqual({ TargetArn });
    const removed = await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'letters', DeadLetterConfig: {} }),
    );
    expect(removed.DeadLetterConfig).toBe(undefined);
  });
});

describe('others at the door', () => {
  it.each<[string, RequestInit]>([
    ['a page of another site', { headers: { origin: 'https://example.org' } }],
    ['a browser', { headers: { 'sec-fetch-site': 'cross-site' } }],
  ])('%s is sent away', async (_name, init) => {
    const response = await fetch(`${server.url}/2015-03-31/functions`, init);
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'AccessDeniedException',
    ]);
  });

  it('unknown paths are told', async () => {
    const response = await fetch(`${server.url}/2015-03-31/layers`, { headers: { 'sec-fetch-site': '' } });
    expect(response.status).not.toBe(200);
  });
});
