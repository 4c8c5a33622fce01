import {
  CreateFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { afterAll } from 'vitest';
import type { AsynchronousEvent } from '../../service/asynchronous.ts';
import { FunctionPlatform } from '../../service/platform.ts';
import { zipOf } from '../../testing/zip.ts';
import { serveLambdaApi } from '../server.ts';

export const platform = await FunctionPlatform.open();
/** What was invoked without waiting. */
export const events: AsynchronousEvent[] = [];
platform.asynchronous = { send: async (event) => void events.push(event) };
export const server = await serveLambdaApi(platform);
export const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
/** AWS's own SDK before that server. */
export const client = new LambdaClient({
  ...{ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 },
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
});

export const HELLO = `export const handler = async (event, context) => { console.log('heard', JSON.stringify(event));
  if (event.fail) throw new RangeError('bad'); if (event.ms) await new Promise((r) => setTimeout(r, event.ms));
  return { hello: event.name, version: context.functionVersion, arn: context.invokedFunctionArn, client: context.clientContext }; };`;

export const STREAM = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  for (let n = 0; n < 3; n += 1) { stream.write('part ' + n + ';'); await new Promise((r) => setTimeout(r, 25)); }
  if (event.fail) throw new TypeError('broke'); stream.end(); });`;

export async function create(FunctionName: string, code: string, over: object = {}) {
  const Code = { ZipFile: zipOf({ 'index.mjs': code }) };
  const basics = {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/r',
  } as const;
  return client.send(new CreateFunctionCommand({ FunctionName, Code, MemorySize: 1769, ...basics, ...over }));
}

export const invoke = (FunctionName: string, event: unknown = {}, over: Partial<InvokeCommandInput> = {}) =>
  client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...over }));

export const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
