// Runs inside the sandbox, beside the user's handler. Between two invocations it waits in a blocking read,
// so nothing of the user's runs meanwhile: the environment is frozen, as on a function platform.
// CommonJS, because Node starts that 2 to 4 ms sooner than an ES module.
const { closeSync, openSync, readdirSync, readSync, writeSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const runtime = require('./handler-runtime.mjs');
const { describeError, describeThrown, HandlerProblem, invokeHandler, loadHandler, oneTurn } = runtime;

const CHANNEL = 3;
const CLOSE_ON_EXEC = 0o2000000;
const HEADER_BYTES = 4;
/** Where requests come, in records of protocol/record.ts, until the code prints; null when all comes by the channel. */
const given = process.argv.splice(2);
let mailbox = given.includes('mailbox') ? 5 : null;
const RECORD_BYTES = 1_024;
const RECORD_LENGTH_AT = 4;
const RECORD_JSON_AT = 8;
// The code shares this process: what it could replace to read or write messages is taken before it is loaded.
const NativePromise = Promise;
const { parse, stringify } = JSON;
const own = (method) => Function.prototype.call.bind(method);
const { prototype } = Buffer;
const [utf8Slice, utf8Write] = [own(prototype.utf8Slice), own(prototype.utf8Write)];
const [readLength, writeLength] = [own(prototype.readUInt32BE), own(prototype.writeUInt32BE)];
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

/** `flags:` of fdinfo(5), octal; a file opened once more costs less than the helpers of node:fs do. */
function flagsOf(descriptor, text) {
  const info = openSync(`/proc/self/fdinfo/${descriptor}`, 'r');
  const length = readSync(info, text, 0, text.length, 0);
  closeSync(info);
  const line = text.latin1Slice(0, length);
  return Number.parseInt(line.slice(line.indexOf('flags:') + 6), 8);
}

/**
 * Whatever the machine's processes left open on the way here. Node marks its own descriptors and the first
 * sixteen it was given as close-on-exec, in the executor too, so what is not marked came from further up.
 */
function closeInherited() {
  const text = Buffer.allocUnsafe(256);
  for (const name of readdirSync('/proc/self/fd')) {
    if (Number(name) <= CHANNEL || Number(name) === mailbox) continue;
    try {
      if ((flagsOf(name, text) & CLOSE_ON_EXEC) === 0) closeSync(Number(name));
    } catch {
      // It was the descriptor of the listing itself.
    }
  }
}

/** `require` loads an ES module sooner than `import()`; one that waits at its top level it refuses unrun. */
function load(path) {
  try {
    return require(path);
  } catch (error) {
    if (error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(path).href);
  }
}

/** Only in a sandbox that waits for its code. */
let loadPlain = null;

/** What was read beyond the last frame, and room for more: one read a frame as a rule. */
const ROOM = 65_536;
let buffer = Buffer.allocUnsafeSlow(ROOM);
let filled = 0;

/** The executor is gone when the channel ends; so is every reason to live. */
function fillTo(bytes) {
  if (bytes > buffer.length) {
    const larger = Buffer.allocUnsafeSlow(bytes);
    buffer.copy(larger, 0, 0, filled);
    buffer = larger;
  }
  while (filled < bytes) {
    const count = readSync(CHANNEL, buffer, filled, buffer.length - filled, null);
    if (count === 0) process.exit(0);
    filled += count;
  }
}

function receive() {
  fillTo(HEADER_BYTES);
  const end = HEADER_BYTES + readLength(buffer, 0);
  fillTo(end);
  const json = utf8Slice(buffer, HEADER_BYTES, end);
  if (filled > end) buffer.copyWithin(0, end, filled);
  filled -= end;
  // One large event must not cost its memory for ever.
  if (buffer.length > ROOM && filled === 0) buffer = Buffer.allocUnsafeSlow(ROOM);
  return parse(json);
}

const record = Buffer.allocUnsafeSlow(RECORD_BYTES);

/**
 * One message, and none of those behind it: what is still in a mailbox can be given to another environment. What is
 * called before the code is known (null: the channel) is compiled by the time it counts.
 */
function receiveFrom(pipe) {
  if (pipe === null) return receive();
  for (let at = 0; at < RECORD_BYTES; ) {
    const count = readSync(pipe, record, at, RECORD_BYTES - at, null);
    if (count === 0) process.exit(0);
    at += count;
  }
  const length = readLength(record, RECORD_LENGTH_AT);
  if (length === 0) return receive();
  return parse(utf8Slice(record, RECORD_JSON_AT, RECORD_JSON_AT + length));
}

/** Whoever prints gets one request at a time from now on, so that every line stands with its own. */
function sendAfter(message) {
  if (touched.size > 0 && mailbox !== null) {
    mailbox = null;
    message.printed = true;
  }
  send(message);
}

/** Of a character in UTF-8, counted in the units JavaScript counts. */
const MOST_BYTES = 3;
const output = Buffer.allocUnsafeSlow(ROOM);

/** A frame; the next one may take its place. */
function frameOf(message) {
  const json = stringify(message);
  const most = HEADER_BYTES + json.length * MOST_BYTES;
  const frame = most <= ROOM ? output : Buffer.allocUnsafe(most);
  const length = utf8Write(frame, json, HEADER_BYTES, frame.length - HEADER_BYTES);
  writeLength(frame, length, 0);
  return frame.subarray(0, HEADER_BYTES + length);
}

function send(message) {
  const frame = frameOf(message);
  for (let at = 0; at < frame.length; ) at += writeSync(CHANNEL, frame, at);
}

/** What the handler printed must be out before the process freezes, or it would show in the next invocation. */
async function flush() {
  for (const stream of touched) {
    if (stream.writableLength > 0) await new NativePromise((done) => stream.write('', done));
  }
}

function failureOf(thrown) {
  if (thrown instanceof HandlerProblem) {
    return { code: thrown.code, message: thrown.message, detail: thrown.detail };
  }
  return { code: 'handler-error', ...describeThrown(thrown) };
}

const exit = process.exit.bind(process);
/** Is told once nothing is left that the loop could wait for. */
let emptied = () => {};
/** An answer is complete and waits for what it left behind. */
let answered = false;
/** The code with which the process ends after the answer, for an error that nobody caught. */
let ending = null;

function print(text) {
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(2, bytes, at);
  } catch {
    // The code has closed it.
  }
}

const WAYS = {
  whenEmpty: (listener) => {
    emptied = listener;
  },
  late: (thrown) => {
    const { errorType, errorMessage } = describeError(thrown);
    console.error(`The handler failed after its answer: ${errorType}: ${errorMessage}`);
  },
};

/** An error that nobody awaits ends the environment, but not before an answer that is complete. */
function watchErrors() {
  process.on('beforeExit', () => emptied());
  runtime.watchUncaught(({ exitCode, text }) => {
    print(text);
    if (!answered) exit(exitCode);
    ending ??= exitCode;
  });
}

/** Sends an answer once whatever the handler left for the same turn of the loop has happened. */
async function conclude(reply) {
  answered = true;
  await oneTurn();
  if (touched.size > 0) await flush();
  if (ending !== null) {
    mailbox = null;
    send({ ...reply, printed: true, ends: true });
    exit(ending);
  }
  answered = false;
  sendAfter(reply);
}

async function serve(handler, init, { id, request, timeoutMs }) {
  const context = runtime.toContext({
    requestId: request.requestId,
    functionName: init.functionName,
    memoryMiB: init.memoryMiB,
    timeoutMs,
  });
  const start = now();
  try {
    const answer = await invokeHandler(handler, request, context, WAYS);
    return { type: 'reply', id, handlerMs: now() - start, ...answer };
  } catch (thrown) {
    return { type: 'failure', id, handlerMs: now() - start, ...failureOf(thrown) };
  }
}

/** V8's collector, which the code does not get to see; a flag on the command line would be in its execArgv. */
function collector() {
  const { setFlagsFromString } = require('node:v8');
  setFlagsFromString('--expose-gc');
  const collect = require('node:vm').runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return collect;
}

async function rehearse(handler, rounds) {
  const request = { requestId: '', method: 'GET', path: '/?a=b', headers: { host: '' }, body: null };
  for (let round = 0; round < rounds; round += 1) {
    const reply = await serve(handler, {}, { id: '', request, timeoutMs: 0 });
    parse(frameOf(reply).toString('utf8', HEADER_BYTES));
  }
}

/** What the first function of any kind would wait for: loaders that have loaded, functions that were compiled. */
async function warmUp() {
  require('./code-cache.cjs');
  loadPlain = require('./plain-load.cjs');
  const { emitWarning } = process;
  // Said once of a loader that is ours; the code would find it in its log.
  process.emitWarning = () => {};
  for (const name of readdirSync(__dirname).filter((file) => file.startsWith('warm-up'))) {
    const path = `${__dirname}/${name}`;
    await loadPlain(path)?.handler();
    delete require.cache[path];
    await rehearse(await loadHandler(__dirname, name, 'handler', load), 20);
  }
  process.emitWarning = emitWarning;
  if (!given.includes('small')) return;
  // Two megabytes that every one of many would keep while it waits.
  collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  await rehearse(() => null, 1);
}

async function main() {
  watchStreams();
  watchErrors();
  closeInherited();
  if (given.includes('prestarted')) await warmUp();
  sendAfter({ type: 'started' });
  let init = receiveFrom(null);
  // The code is being put in place meanwhile.
  if (init.type === 'wake') init = receiveFrom(null);
  // Only what differs: setting TZ, even to what it was, costs more than loading a small handler.
  for (const [name, value] of Object.entries(init.environment ?? {})) {
    if (process.env[name] !== value) process.env[name] = value;
  }
  if (init.sourceMaps) process.setSourceMapsEnabled(true);
  const cache = init.codeCache === undefined ? null : require('./code-cache.cjs')(init.dir, init.codeCache);
  let handler;
  try {
    const loader = init.plain && loadPlain !== null ? (path) => loadPlain(path) ?? load(path) : load;
    handler = await loadHandler(init.dir, init.entry, init.handler, loader);
  } catch (thrown) {
    await flush();
    send({ type: 'init-error', ...failureOf(thrown) });
    return;
  }
  // From now on an empty event loop means that no answer can come.
  alive.unref();
  sendAfter({ type: 'ready' });
  for (;;) {
    const message = receiveFrom(mailbox);
    if (message.type === 'code-cache') {
      send({ type: 'code-cache', files: cache?.made() ?? {} });
      continue;
    }
    await conclude(await serve(handler, init, message));
  }
}

// Code that never loads and leaves nothing to wait for would end the process without a word.
const alive = setInterval(() => {}, 0x7fffffff);
main().then(
  () => clearInterval(alive),
  (error) => {
    throw error;
  },
);
