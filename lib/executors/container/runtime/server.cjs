// The program of every container image: an HTTP server around the user's handler. Plain JavaScript
// without dependencies; it is copied into the image beside handler-runtime.mjs. CommonJS, and nothing is loaded or
// touched that can wait: Node starts an ES module that imports three others 10 to 20 ms later.
//
//   CROSSOVER_LISTEN    unix socket to listen on; else PORT (8080) on all interfaces
//   CROSSOVER_ENTRY, CROSSOVER_HANDLER, CROSSOVER_TASK (/var/task)   what to load
//   CROSSOVER_SOURCE_MAPS=1   errors are told by the maps in the files
//   AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, CROSSOVER_TIMEOUT_MS   for the handler's context
//   CROSSOVER_WATCH_STDIN=1   end when standard input closes, so that it never outlives its owner
//
//   GET /.crossover/ready[?wait=ms]   200 once the code is loaded, 500 { code, message, detail } when it
//                                     cannot be, 503 while it is loading (after at most `wait` ms)
//   anything else                     the handler
//
// The answer to a request with an x-crossover-request-id says x-crossover-handler-ms and x-crossover-printed
// (bytes printed since the start), and x-crossover-ends when the process ends after it. When the handler failed, any answer says x-crossover-outcome, with
// { code, message, detail } as its body.
const { createServer } = require('node:http');
const { pathToFileURL } = require('node:url');

const env = { ...process.env };
// The code finds what it finds in a function.
for (const name of Object.keys(env)) {
  if (name.startsWith('CROSSOVER_')) delete process.env[name];
}
const LIMITS = { body: 6 * 1024 * 1024, text: 16_384, drainMs: 2_000, stdinMs: 100, concludeMs: 1_000 };

// User code shares this process. What it may replace later is taken before it is loaded.
const { Promise: NativePromise, setTimeout, clearTimeout } = globalThis;
const now = performance.now.bind(performance);
const stringify = JSON.stringify;
const exit = process.exit.bind(process);

/** Bytes printed: lets the reader of our output know when it has seen all that belongs to an answer. */
let printed = 0;
function count(stream) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, encoding, done) => {
    printed += typeof chunk === 'string' ? Buffer.byteLength(chunk) : (chunk?.byteLength ?? 0);
    return write(chunk, encoding, done);
  };
  return stream;
}
/** Made only when the code prints: to make them takes milliseconds of every start. */
for (const name of ['stdout', 'stderr']) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  let stream;
  const counted = () => {
    stream ??= count(get.call(process));
    return stream;
  };
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: counted });
}

/** Waits for the code: `{ handler }` or `{ problem }`, set once. */
let state = {};
const runtime = { ...require(env.CROSSOVER_HANDLER_RUNTIME ?? './handler-runtime.mjs') };
let loading;

/** Answers that are complete and wait for what their handlers left behind, or for their readers. */
let concluding = 0;
/** The code with which the process ends once they are sent, for an error that nobody caught. */
let ending = null;

runtime.watchUncaught(({ event, exitCode, text }) => {
  // The code deals with it by itself, as it could in any server.
  if (process.listenerCount(event) > 1) return;
  process.stderr.write(text);
  if (ending !== null) return;
  ending = exitCode;
  if (concluding === 0) exit(ending);
  setTimeout(() => exit(ending), LIMITS.concludeMs);
});

function concluded() {
  concluding -= 1;
  if (ending !== null && concluding === 0) exit(ending);
}

/**
 * Sends an answer once whatever its handler left for the same turn of the event loop has happened. It is concluded when
 * all of it is sent, however slowly it is read: what others leave behind must not cut it off.
 */
async function conclude(response, answer) {
  concluding += 1;
  try {
    await runtime.oneTurn();
    answer(ending === null ? {} : { 'x-crossover-ends': '1' });
  } finally {
    const isSent = ending === null ? response.writableLength === 0 : response.writableFinished;
    if (isSent || response.destroyed) concluded();
    else response.once('close', concluded);
  }
}

/**
 * Under an executor the code is loaded at the first request, after the executor has closed the socket's
 * directory; anywhere else at once.
 */
function load() {
  loading ??= loadCode().then((result) => {
    state = result;
  });
  return loading;
}

/** `require` loads an ES module sooner than `import()`; one that waits at its top level it refuses unrun. */
function loadFile(path) {
  try {
    return require(path);
  } catch (error) {
    if (error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(path).href);
  }
}

async function loadCode() {
  try {
    const task = env.CROSSOVER_TASK ?? '/var/task';
    if (env.CROSSOVER_SOURCE_MAPS === '1') process.setSourceMapsEnabled(true);
    const { CROSSOVER_ENTRY: entry, CROSSOVER_HANDLER: handler } = env;
    return { handler: await runtime.loadHandler(task, entry, handler, loadFile) };
  } catch (thrown) {
    return { problem: problemOf(thrown) };
  }
}

function problemOf(thrown) {
  const code = thrown instanceof runtime.HandlerProblem ? thrown.code : 'handler-error';
  const { message, detail } = runtime.describeThrown(thrown);
  const said = thrown instanceof runtime.HandlerProblem ? thrown : { message, detail };
  return { code, message: said.message.slice(0, LIMITS.text), detail: said.detail.slice(0, LIMITS.text) };
}

/** Others need not be told, and without it their answers are all alike, which makes them cheap to pass on. */
const isMeasured = ({ headers }) => headers['x-crossover-request-id'] !== undefined;

function reply(response, status, headers, body, own) {
  if (response.destroyed) return;
  // Ours come last: what the handler calls x-crossover-… cannot stand in for them.
  for (const name of Object.keys(headers)) if (!isReserved(name)) response.setHeader(name, headers[name]);
  for (const name of Object.keys(own)) response.setHeader(name, own[name]);
  if (isMeasured(response.req)) response.setHeader('x-crossover-printed', String(printed));
  response.statusCode = status;
  // These have no body, and none may be announced (RFC 9110, 6.4.1 and 8.6).
  if (status === 204 || status === 304) return response.end();
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

/** Our own headers and those that frame the message: the server alone decides them. */
const FRAMING = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'trailer',
]);
const isReserved = (name) => name.startsWith('x-crossover-') || FRAMING.has(name);

function replyProblem(response, status, problem, own = {}) {
  const headers = { 'content-type': 'application/json' };
  reply(response, status, headers, stringify(problem), { ...own, 'x-crossover-outcome': problem.code });
}

async function ready(url, response) {
  const wait = Number(new URLSearchParams(url.split('?')[1]).get('wait'));
  const loaded = load();
  if (wait > 0) {
    let timer;
    const late = new NativePromise((resolve) => {
      timer = setTimeout(resolve, Math.min(wait, 60_000));
    });
    await NativePromise.race([loaded, late]);
    clearTimeout(timer);
  }
  if (state.problem) return replyProblem(response, 500, state.problem);
  reply(response, state.handler ? 200 : 503, {}, state.handler ? 'ready' : 'starting', {});
}

async function readBody(request) {
  if (request.headers['content-length'] === undefined && !request.headers['transfer-encoding']) return null;
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LIMITS.body) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What the sender wrote: without our own headers and those of this connection. */
function sentHeaders(given) {
  const headers = {};
  for (const name of Object.keys(given)) {
    if (isReserved(name) || (name === 'host' && given.host === 'crossover.internal')) continue;
    headers[name] = given[name];
  }
  return headers;
}

let served = 0;
function contextOf(requestId) {
  return runtime.toContext({
    requestId,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME ?? 'handler',
    memoryMiB: Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0),
    timeoutMs: Number(env.CROSSOVER_TIMEOUT_MS ?? 30_000),
  });
}

function send(response, answer, own) {
  if (answer.cookies !== undefined) response.setHeader('set-cookie', answer.cookies);
  if (!answer.isBase64Encoded) return reply(response, answer.status, answer.headers, answer.body, own);
  const bytes = Buffer.from(answer.body, 'base64');
  reply(response, answer.status, answer.headers, bytes, { ...own, 'x-crossover-base64': '1' });
}

function late(thrown) {
  const { errorType, errorMessage } = runtime.describeError(thrown);
  console.error(`The handler failed after its answer: ${errorType}: ${errorMessage}`);
}

async function handle(request, response) {
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    return replyProblem(response, 413, {
      code: 'invalid-request',
      message: 'The body is too large.',
      detail: '',
    });
  }
  await load();
  if (state.problem) return replyProblem(response, 500, state.problem);
  served += 1;
  const requestId = request.headers['x-crossover-request-id'] ?? `request-${served}`;
  const call = {
    requestId,
    method: request.method,
    path: request.url,
    headers: sentHeaders(request.headers),
    body,
  };
  const started = now();
  const spent = () => ({ 'x-crossover-handler-ms': (now() - started).toFixed(3) });
  const own = (ends) => (isMeasured(request) ? { ...time, ...ends } : {});
  let time;
  try {
    // Other requests share the event loop: an answer goes at the callback.
    const answer = await runtime.invokeHandler(state.handler, call, contextOf(requestId), { late });
    time = spent();
    await conclude(response, (ends) => send(response, answer, own(ends)));
  } catch (thrown) {
    time ??= spent();
    const problem = problemOf(thrown);
    const status = problem.code === 'invalid-response' ? 502 : 500;
    await conclude(response, (ends) => replyProblem(response, status, problem, own(ends)));
  }
}

const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
  const isReady = request.url.startsWith('/.crossover/ready');
  // A request that broke off is the sender's matter; it must not end the replica.
  (isReady ? ready(request.url, response) : handle(request, response)).catch(() => response.destroy());
});
if (env.CROSSOVER_LISTEN) {
  server.listen({ path: env.CROSSOVER_LISTEN, backlog: 511, readableAll: true, writableAll: true });
} else {
  server.listen(Number(env.PORT ?? 8080));
  void load();
}

/** PID 1 gets no default action for signals: without this a container would only end by SIGKILL. */
function stop() {
  server.close(() => exit(0));
  server.closeIdleConnections();
  setTimeout(() => exit(0), LIMITS.drainMs).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

function watchStdin() {
  process.stdin.on('error', () => exit(0));
  process.stdin.on('end', () => exit(0));
  process.stdin.resume();
}
// A little later: an end that has come meanwhile is noticed then, and the start does not wait for it.
if (env.CROSSOVER_WATCH_STDIN === '1') setTimeout(watchStdin, LIMITS.stdinMs);
