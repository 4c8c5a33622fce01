import {
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvalidParameterValueException,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PreconditionFailedException,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  ResourceConflictException,
  ResourceNotFoundException,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../testing/zip.ts';
import { client, create, HELLO, invoke, platform, server, textOf } from './testing/sdk.ts';

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
    ['a timeout in parts of a second', { Timeout: 1.5 }],
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

  it('change nothing for who knows an older revision, or other code', async () => {
    const made = await create('guarded', 'export const handler = async () => 1;');
    const which = { FunctionName: 'guarded', RevisionId: made.RevisionId };
    const ZipFile = zipOf({ 'index.mjs': 'export const handler = async () => 2;' });
    const updated = await client.send(new UpdateFunctionCodeCommand({ ...which, ZipFile }));
    for (const late of [
      () => client.send(new UpdateFunctionCodeCommand({ ...which, ZipFile })),
      () => client.send(new UpdateFunctionConfigurationCommand({ ...which, MemorySize: 512 })),
      () => client.send(new PublishVersionCommand(which)),
    ]) {
      await expect(late()).rejects.toThrow(PreconditionFailedException);
    }
    const { CodeSha256 } = made;
    const other = client.send(new PublishVersionCommand({ FunctionName: 'guarded', CodeSha256 }));
    await expect(other).rejects.toThrow(InvalidParameterValueException);
    const same = { FunctionName: 'guarded', CodeSha256: updated.CodeSha256, RevisionId: updated.RevisionId };
    expect(await client.send(new PublishVersionCommand(same))).toMatchObject({
      Version: '1',
      MemorySize: 1769,
    });
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
