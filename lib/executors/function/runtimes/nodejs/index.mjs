// The runtime `nodejs`: loads the handler, then asks for events and answers them, one at a time.
import { closeSync, readdirSync } from 'node:fs';
import { describe, fail, next, respond } from './client.mjs';
import { load } from './load.mjs';
import { isStreamed, ResponseStream } from './stream.mjs';

const { exit, env } = process;
const { stringify, parse } = JSON;
let current = null;

/** Descriptors that the machine's processes left open on the way here. */
function closeInherited() {
  for (const name of readdirSync('/proc/self/fd')) {
    if (Number(name) !== 3) continue;
    try {
      closeSync(3);
    } catch {
      // It was closed already.
    }
  }
}

const errorBody = (thrown, type) => {
  const { errorType, errorMessage, trace } = describe(thrown);
  return { errorType: type ?? errorType, errorMessage, trace };
};

/** What nobody caught ends the process, and the event it was working on. */
function watchUncaught() {
  const end = (type, code) => async (thrown) => {
    console.error(`${type} ${stringify(errorBody(thrown, type))}`);
    await fail(current, errorBody(thrown, type)).catch(() => {});
    exit(code);
  };
  process.on('uncaughtException', (thrown) => end(describe(thrown).errorType, 129)(thrown));
  process.on('unhandledRejection', end('Runtime.UnhandledPromiseRejection', 128));
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const client = headers['lambda-runtime-client-context'];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    clientContext: client === undefined ? undefined : parse(client),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

const isPromise = (value) => typeof value?.then === 'function';

/** Handlers that take a callback, return a promise, or return a value. */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (give, value, atOnce) => {
      if (settled) return;
      settled = true;
      if (atOnce || context.callbackWaitsForEmptyEventLoop === false) give(value);
      else process.once('beforeExit', () => give(value));
    };
    const callback = (error, value) => {
      if (error === undefined || error === null) settle(resolve, value, false);
      else settle(reject, error, true);
    };
    const done = (error, value) => (error ? settle(reject, error, true) : settle(resolve, value, true));
    Object.assign(context, {
      done,
      succeed: (v) => done(null, v),
      fail: (e) => done(e ?? new Error('failed')),
    });
    const result = handler(event, context, callback);
    if (isPromise(result))
      result.then(
        (v) => settle(resolve, v, true),
        (e) => settle(reject, e, true),
      );
    else if (result !== undefined || handler.length < 3) settle(resolve, result, true);
    // Nothing is left to wait for, and no answer came: the platform answers null.
    process.once('beforeExit', () => settle(resolve, null, true));
  });
}

async function serveStreamed(handler, id, event, context) {
  const stream = new ResponseStream(id);
  const finished = new Promise((resolve, reject) => stream.once('finish', resolve).once('error', reject));
  finished.catch(() => {});
  try {
    await handler(event, stream, context);
    if (!stream.writableEnded) stream.end();
    await finished;
  } catch (thrown) {
    console.error(`Invoke Error ${stringify(errorBody(thrown))}`);
    if (stream.started) await stream.breakOff(thrown);
    else await fail(id, errorBody(thrown));
  }
}

async function serveBuffered(handler, id, event, context) {
  try {
    const value = await call(handler, event, context);
    let body;
    try {
      body = stringify(value === undefined ? null : value) ?? 'null';
    } catch (thrown) {
      await fail(id, errorBody(thrown, 'Runtime.MarshalError'));
      return;
    }
    await respond(id, body);
  } catch (thrown) {
    console.error(`Invoke Error ${stringify(errorBody(thrown))}`);
    await fail(id, errorBody(thrown));
  } finally {
    process.removeAllListeners('beforeExit');
  }
}

/** What was printed must be out before the environment freezes. */
async function flush() {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new Promise((done) => stream.write('', done));
  }
}

async function main() {
  closeInherited();
  watchUncaught();
  delete env.RUNTIME_API_SOCKET;
  let handler;
  try {
    handler = await load(env.LAMBDA_TASK_ROOT, env._HANDLER);
  } catch (thrown) {
    console.error(`Uncaught Exception ${stringify(errorBody(thrown))}`);
    await fail(null, errorBody(thrown));
    exit(1);
  }
  for (;;) {
    const { headers, body } = await next();
    current = headers['lambda-runtime-aws-request-id'];
    env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    const serve = isStreamed(handler) ? serveStreamed : serveBuffered;
    await serve(handler, current, parse(body.toString() || 'null'), contextOf(headers));
    current = null;
    await flush();
  }
}

main().catch((thrown) => {
  console.error(thrown);
  exit(1);
});
