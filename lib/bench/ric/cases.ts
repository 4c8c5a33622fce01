import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import type { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import type { Ran } from '#lib/executors/function/service/run-invocation.ts';

/** The handlers that the client runs, one module each. */
export const HANDLERS: Readonly<Record<string, string>> = {
  'app.mjs': `let n = 0;
export const handler = async (event, context) => { n += 1; console.log('called', n);
  if (event.throw) throw new RangeError('bad');
  if (event.reject) { Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 5000)); }
  if (event.exit) process.exit(9);
  if (event.hang) await new Promise(() => setInterval(() => {}, 1000));
  return { n, echo: event.echo, id: context.awsRequestId, name: context.functionName, memory: context.memoryLimitInMB,
    arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis() > 0 }; };
export const size = async (event) => event.text.length;
export const large = async (event) => 'x'.repeat(event.bytes);`,
  'stream.mjs': `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  for (let n = 0; n < 4; n += 1) { stream.write('part ' + n + ';'); await new Promise((r) => setTimeout(r, 30));
    if (event.fail && n === 1) throw new TypeError('broke'); }
  stream.end(); });
export const http = awslambda.streamifyResponse(async (event, stream) => {
  const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } }); out.write('body'); out.end(); });`,
  'callback.cjs': `exports.handler = (event, context, done) => { setTimeout(() => done(null, 'called back'), 5); };`,
  'broken.mjs': `throw new Error('no database');`,
  'syntax.mjs': `export const handler = (`,
};

export interface Subject {
  platform: FunctionPlatform;
  /** The function with this handler. */
  name(handler: string): string;
}

interface Reply extends Ran {
  value: unknown;
  pieces: string[];
  streamed: boolean;
}

async function call({ platform, name }: Subject, handler: string, event: unknown = {}): Promise<Reply> {
  const pieces: Buffer[] = [];
  let streamed = false;
  const sink = (piece: Buffer, stream: boolean): void => {
    pieces.push(piece);
    streamed = stream;
  };
  const ran = await platform.invoke({
    name: name(handler),
    payload: Buffer.from(JSON.stringify(event)),
    sink,
  });
  const text = (ran.fault?.payload ?? Buffer.concat(pieces)).toString();
  return {
    ...ran,
    value: streamed ? text : JSON.parse(text || 'null'),
    pieces: pieces.map(String),
    streamed,
  };
}

const typeOf = ({ value }: Reply): unknown => (value as { errorType?: string }).errorType;

/** What the client must be able to do here, each as it would on the platform. */
export const CASES: readonly [string, (subject: Subject) => Promise<void>][] = [
  [
    'a handler answers, and its context is filled',
    async (subject) => {
      const { value, record, fault } = await call(subject, 'app.handler', { echo: 'é☃' });
      strictEqual(fault, null);
      const { arn, ...rest } = value as Record<string, unknown>;
      const told = { n: 1, echo: 'é☃', id: record.requestId, memory: '1769', left: true };
      deepStrictEqual(rest, { ...told, name: subject.name('app.handler') });
      match(String(arn), /^arn:aws:lambda:/);
    },
  ],
  [
    'the next call meets the same environment',
    async (subject) => {
      const { value, record } = await call(subject, 'app.handler');
      deepStrictEqual([(value as { n: number }).n, record.start], [2, 'warm']);
      match(record.log, /called 2[\s\S]*REPORT RequestId/);
    },
  ],
  [
    'a thrown error comes back, the environment stays',
    async (subject) => {
      const failed = await call(subject, 'app.handler', { throw: 1 });
      deepStrictEqual([typeOf(failed), failed.record.outcome], ['RangeError', 'handler-error']);
      strictEqual((await call(subject, 'app.handler')).record.start, 'warm');
    },
  ],
  [
    'a callback handler is refused, as this client does from Node 24 on',
    async (subject) => {
      const refused = await call(subject, 'callback.handler');
      match(JSON.stringify(refused.value), /removed support for callback-based function handlers/);
    },
  ],
  [
    'an init error comes back, after a second try',
    async (subject) => {
      const failed = await call(subject, 'broken.handler');
      deepStrictEqual([typeOf(failed), failed.record.outcome], ['Error', 'init-error']);
      strictEqual(failed.record.log.match(/INIT_REPORT/g)?.length, 2);
    },
  ],
  [
    'a syntax error comes back',
    async (subject) =>
      strictEqual(typeOf(await call(subject, 'syntax.handler')), 'Runtime.UserCodeSyntaxError'),
  ],
  [
    'a missing handler comes back',
    async (subject) => strictEqual(typeOf(await call(subject, 'app.nothing')), 'Runtime.HandlerNotFound'),
  ],
  [
    'a streamed response arrives in pieces',
    async (subject) => {
      const { pieces, streamed, fault } = await call(subject, 'stream.handler');
      deepStrictEqual([pieces.join(''), streamed, fault], ['part 0;part 1;part 2;part 3;', true, null]);
      ok(pieces.length > 1);
    },
  ],
  [
    'a stream that breaks ends with its error',
    async (subject) => {
      const { fault, pieces } = await call(subject, 'stream.handler', { fail: 1 });
      deepStrictEqual([fault?.errorType, pieces.join('')], ['TypeError', 'part 0;part 1;']);
    },
  ],
  [
    'a streamed HTTP response begins with status and headers',
    async (subject) => {
      const { value } = await call(subject, 'stream.http');
      match(String(value), /^\{"statusCode":201,"headers":\{"a":"b"\}\}\0{8}body$/);
    },
  ],
  [
    'an event of 5 MB arrives whole',
    async (subject) => strictEqual((await call(subject, 'app.size', { text: 'x'.repeat(5e6) })).value, 5e6),
  ],
  [
    'an answer of 5 MB arrives whole, one of more than 6 MB is refused',
    async (subject) => {
      strictEqual(String((await call(subject, 'app.large', { bytes: 5e6 })).value).length, 5e6);
      const refused = await call(subject, 'app.large', { bytes: 6.5e6 });
      strictEqual(typeOf(refused), 'Function.ResponseSizeTooLarge');
    },
  ],
  [
    // This client leaves it to Node, which ends the process.
    'an unhandled rejection ends the environment, its error in the log',
    async (subject) => {
      const ended = await call(subject, 'app.handler', { reject: 1 });
      strictEqual(typeOf(ended), 'Runtime.ExitError');
      match(ended.record.log, /Error: lost/);
      strictEqual((await call(subject, 'app.handler')).record.start, 'cold');
    },
  ],
  [
    'an exit ends the invocation',
    async (subject) =>
      strictEqual(typeOf(await call(subject, 'app.handler', { exit: 1 })), 'Runtime.ExitError'),
  ],
  [
    'a handler that hangs is timed out, and the next call is cold',
    async (subject) => {
      strictEqual(typeOf(await call(subject, 'app.handler', { hang: 1 })), 'Sandbox.Timedout');
      strictEqual((await call(subject, 'app.handler')).record.start, 'cold');
    },
  ],
];
