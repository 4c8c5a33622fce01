// The runtime `nodejs`: loads the handler, then asks for events and answers them, one at a time.
import { closeSync, readdirSync } from 'node:fs';
import { fail, next, respond } from './client.mjs';
import { callHandler, describeError, oneTurn, watchUncaught } from './handler-contract.mjs';
import { load } from './load.mjs';
import { isStreamed, ResponseStream } from './stream.mjs';

const { exit, env } = process;
const NativePromise = Promise;
const { stringify, parse } = JSON;
let current = null;
/** Is told once nothing is left that the loop could wait for. */
let emptied = () => {};
/** The event has its answer; the next one is asked for after one turn of the loop. */
let answered = false;
/** The code with which the process ends then, for an error that nobody caught. */
let ending = null;

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
  const { errorType, errorMessage, trace } = describeError(thrown);
  return { errorType: type ?? errorType, errorMessage, trace };
};

/** An error that nobody awaits ends the process, and the event it was working on. */
function watchErrors() {
  process.on('beforeExit', () => emptied());
  watchUncaught(async ({ thrown, errorType, exitCode, text }) => {
    console.error(text.trimEnd());
    if (answered) {
      ending ??= exitCode;
      return;
    }
    await fail(current, errorBody(thrown, errorType)).catch(() => {});
    exit(exitCode);
  });
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

const WAYS = {
  whenEmpty: (listener) => {
    emptied = listener;
  },
  late: (thrown) => console.error(`Invoke Error after the answer ${stringify(errorBody(thrown))}`),
};

async function serveStreamed(handler, id, event, context) {
  const stream = new ResponseStream(id);
  const finished = new NativePromise((resolve, reject) =>
    stream.once('finish', resolve).once('error', reject),
  );
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

/** `{ body }` or `{ error }`. Without an answer the platform answers null. */
async function answerOf(handler, event, context) {
  try {
    const { value = null } = await callHandler(handler, event, context, WAYS);
    try {
      return { body: stringify(value) ?? 'null' };
    } catch (thrown) {
      return { error: errorBody(thrown, 'Runtime.MarshalError') };
    }
  } catch (thrown) {
    const error = errorBody(thrown);
    console.error(`Invoke Error ${stringify(error)}`);
    return { error };
  }
}

async function serveBuffered(handler, id, event, context) {
  const { body, error } = await answerOf(handler, event, context);
  answered = true;
  await (error === undefined ? respond(id, body) : fail(id, error));
}

/** What was printed must be out before the environment freezes. */
async function flush() {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new NativePromise((done) => stream.write('', done));
  }
}

async function main() {
  closeInherited();
  watchErrors();
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
    answered = true;
    await oneTurn();
    await flush();
    if (ending !== null) exit(ending);
    answered = false;
    current = null;
  }
}

main().catch((thrown) => {
  console.error(thrown);
  exit(1);
});
