import { CrossoverError } from '#lib/domain/errors.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import { tailOf } from '../record/log.ts';
import { newRequestId } from '../record/recorder.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import type { Ran } from '../service/run-invocation.ts';
import { invokeComplete, payloadChunk } from './event-stream.ts';
import { type ApiRequest, sendNothing } from './http.ts';
import { notJson, referenceOf } from './shapes.ts';

const { synchronousPayloadBytes, asynchronousPayloadBytes, logTailBytes } = FUNCTION_LIMITS;

/** The event of a request: JSON, or nothing. @throws CrossoverError `request-not-json`, `payload-too-large` */
async function eventOf(request: ApiRequest, limit: number): Promise<Buffer> {
  const bytes = await request.body(limit);
  if (bytes.length === 0) return Buffer.from('{}');
  try {
    JSON.parse(bytes.toString());
  } catch (cause) {
    throw notJson(cause);
  }
  return bytes;
}

const MAX_CLIENT_CONTEXT = 3_583;

/** The caller's context as JSON in one line of ASCII, which is what a header can carry to the runtime. */
function clientContextOf(request: ApiRequest): string | null {
  const given = request.header('x-amz-client-context');
  if (given === null) return null;
  try {
    if (given.length > MAX_CLIENT_CONTEXT) throw new Error('too long');
    const json = JSON.stringify(JSON.parse(Buffer.from(given, 'base64').toString()));
    return json.replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  } catch (cause) {
    throw notJson(cause);
  }
}

const LOG_TYPES = ['None', 'Tail'];
const logTail = (request: ApiRequest, { record }: Ran): string | null =>
  request.header('x-amz-log-type') === 'Tail' ? tailOf(record.log, logTailBytes).toString('base64') : null;

/** Invoke, RequestResponse: the answer, or 200 with the function's error as the platform has it. */
async function synchronous(platform: FunctionPlatform, request: ApiRequest): Promise<void> {
  const { name, explicit } = referenceOf(request);
  const payload = await eventOf(request, synchronousPayloadBytes);
  const pieces: Buffer[] = [];
  const requestId = newRequestId();
  request.response.setHeader('x-amzn-requestid', requestId);
  const clientContext = clientContextOf(request);
  const ran = await platform.invoke({
    ...{ name, payload, requestId, qualifier: explicit, clientContext },
    sink: (piece) => void pieces.push(piece),
  });
  const body = ran.fault?.payload ?? Buffer.concat(pieces);
  const log = logTail(request, ran);
  request.response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-amz-executed-version': ran.record.version,
    ...(ran.fault === null ? {} : { 'x-amz-function-error': 'Unhandled' }),
    ...(log === null ? {} : { 'x-amz-log-result': log }),
  });
  request.response.end(body);
}

async function later(platform: FunctionPlatform, request: ApiRequest): Promise<void> {
  const { name, explicit } = referenceOf(request);
  const payload = await eventOf(request, asynchronousPayloadBytes);
  const clientContext = clientContextOf(request);
  const requestId = await platform.invokeLater({ name, payload, qualifier: explicit, clientContext });
  request.response.setHeader('x-amzn-requestid', requestId);
  sendNothing(request.response, 202);
}

async function dryRun(platform: FunctionPlatform, request: ApiRequest): Promise<void> {
  const { name, qualifier } = referenceOf(request);
  platform.functions.get(name, qualifier);
  await eventOf(request, synchronousPayloadBytes);
  sendNothing(request.response, 204);
}

const TYPES: Readonly<Record<string, (platform: FunctionPlatform, request: ApiRequest) => Promise<void>>> = {
  RequestResponse: synchronous,
  Event: later,
  DryRun: dryRun,
};

/** A header that may say one of these; the first when it is not there. @throws CrossoverError `invalid-input` */
function oneOf(request: ApiRequest, header: string, words: readonly string[]): string {
  const said = request.header(header) ?? words[0] ?? '';
  if (words.includes(said)) return said;
  throw new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: `${JSON.stringify(said.slice(0, 100))} at ${header} is none of ${words.join(', ')}.`,
    remedy: 'Say one of them.',
  });
}

/** `POST …/invocations` of every type. */
export async function invoke(platform: FunctionPlatform, request: ApiRequest): Promise<void> {
  oneOf(request, 'x-amz-log-type', LOG_TYPES);
  const type = oneOf(request, 'x-amz-invocation-type', Object.keys(TYPES));
  await TYPES[type]?.(platform, request);
}

/** Writes, and waits when the client is slower than the function; a client that went away holds nobody back. */
function write(request: ApiRequest, bytes: Buffer): Promise<void> | void {
  const { response } = request;
  if (response.destroyed || response.write(bytes)) return;
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

/** `POST …/response-streaming-invocations`: pieces as they come, then InvokeComplete. */
export async function invokeWithResponseStream(
  platform: FunctionPlatform,
  request: ApiRequest,
): Promise<void> {
  const { name, qualifier, explicit } = referenceOf(request);
  oneOf(request, 'x-amz-log-type', LOG_TYPES);
  const type = oneOf(request, 'x-amz-invocation-type', ['RequestResponse', 'DryRun']);
  if (type === 'DryRun') return dryRun(platform, request);
  const payload = await eventOf(request, synchronousPayloadBytes);
  const version = platform.functions.get(name, qualifier).version;
  const requestId = newRequestId();
  const begin = (): void => {
    if (request.response.headersSent) return;
    request.response.writeHead(200, {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': version,
    });
  };
  const ran = await platform.invoke({
    ...{ name, payload, requestId, qualifier: explicit },
    clientContext: clientContextOf(request),
    sink: (piece) => {
      begin();
      return write(request, payloadChunk(piece));
    },
  });
  begin();
  const log = logTail(request, ran);
  const failed =
    ran.fault === null ? {} : { ErrorCode: 'Unhandled', ErrorDetails: ran.fault.payload.toString() };
  request.response.end(invokeComplete({ ...failed, ...(log === null ? {} : { LogResult: log }) }));
}
