// Runs inside the sandbox, beside the user's handler. Between two invocations it waits in a blocking read,
// so nothing of the user's runs meanwhile: the environment is frozen, as on a function platform.
import { closeSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { describeThrown, HandlerProblem, invokeHandler, loadHandler, toContext } from './handler-runtime.mjs';

const CHANNEL = 3;
const CLOSE_ON_EXEC = 0o2000000;
const now = performance.now.bind(performance);
/** Streams the code has touched: making them costs milliseconds of every cold start, so nobody else does. */
const touched = new Set();

function watchStreams() {
  for (const name of ['stdout', 'stderr']) {
    const { get } = Object.getOwnPropertyDescriptor(process, name);
    const watched = () => {
      const stream = get.call(process);
      touched.add(stream);
      return stream;
    };
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: watched });
  }
}

/**
 * Whatever the machine's processes left open on the way here. Node marks its own descriptors and the first
 * sixteen it was given as close-on-exec, in the executor too, so what is not marked came from further up.
 */
function closeInherited() {
  for (const name of readdirSync('/proc/self/fd')) {
    if (Number(name) <= CHANNEL) continue;
    try {
      const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'utf8'))?.[1] ?? '0';
      if ((Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0) closeSync(Number(name));
    } catch {
      // It was the descriptor of the listing itself.
    }
  }
}

/** The executor is gone when the channel ends; so is every reason to live. */
function readExactly(bytes) {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let at = 0; at < bytes; ) {
    const count = readSync(CHANNEL, buffer, at, bytes - at, null);
    if (count === 0) process.exit(0);
    at += count;
  }
  return buffer;
}

const receive = () => JSON.parse(readExactly(readExactly(4).readUInt32BE(0)).toString());

function send(message) {
  const json = Buffer.from(JSON.stringify(message));
  const frame = Buffer.allocUnsafe(4 + json.length);
  frame.writeUInt32BE(json.length, 0);
  json.copy(frame, 4);
  for (let at = 0; at < frame.length; ) at += writeSync(CHANNEL, frame, at);
}

/** What the handler printed must be out before the process freezes, or it would show in the next invocation. */
async function flush() {
  for (const stream of touched) {
    if (stream.writableLength > 0) await new Promise((done) => stream.write('', done));
  }
}

function failureOf(thrown) {
  if (thrown instanceof HandlerProblem) {
    return { code: thrown.code, message: thrown.message, detail: thrown.detail };
  }
  return { code: 'handler-error', ...describeThrown(thrown) };
}

async function serve(handler, init, { id, request, timeoutMs }) {
  const context = toContext({
    requestId: request.requestId,
    functionName: init.functionName,
    memoryMiB: init.memoryMiB,
    timeoutMs,
  });
  const start = now();
  try {
    const response = await invokeHandler(handler, request, context);
    return { type: 'reply', id, handlerMs: now() - start, ...response };
  } catch (thrown) {
    return { type: 'failure', id, handlerMs: now() - start, ...failureOf(thrown) };
  }
}

async function main() {
  watchStreams();
  closeInherited();
  send({ type: 'started' });
  const init = receive();
  let handler;
  try {
    handler = await loadHandler(init.dir, init.entry, init.handler);
  } catch (thrown) {
    await flush();
    send({ type: 'init-error', ...failureOf(thrown) });
    return;
  }
  send({ type: 'ready' });
  for (;;) {
    const reply = await serve(handler, init, receive());
    await flush();
    send(reply);
  }
}

// A handler that never settles and leaves nothing to wait for would end the process without a word.
const alive = setInterval(() => {}, 0x7fffffff);
await main();
clearInterval(alive);
