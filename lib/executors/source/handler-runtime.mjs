// The part of a platform that stands beside the user's handler. Both wrappers, the one in the function
// sandbox and the one in the container image, ship this very file, so the same handler sees the same
// event and its answer means the same on both sides. Plain JavaScript without dependencies on purpose.
// Event and answer follow the AWS API Gateway HTTP API payload format 2.0.
import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { callHandler } from './handler-contract.mjs';

export * from './handler-contract.mjs';

/** Largest answer in bytes of JSON, as AWS Lambda allows for a synchronous call. */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

/** What the user's code did wrong. `code` is one of the outcomes `init-error`, `handler-error`, `invalid-response`. */
export class HandlerProblem extends Error {
  constructor(code, message, detail) {
    super(message);
    this.name = 'HandlerProblem';
    this.code = code;
    this.detail = detail;
  }
}

/** Of an error's text, in characters: more of it is longer than a frame may be. */
const MOST_ERROR_TEXT = 65_536;
const shortened = (text) => text.slice(0, MOST_ERROR_TEXT);

/** Anything can be thrown, also objects whose getters throw. */
export function describeThrown(thrown) {
  try {
    if (thrown instanceof Error) {
      const message = shortened(`${thrown.name}: ${thrown.message}`);
      return { message, detail: shortened(String(thrown.stack ?? '')) };
    }
    return { message: shortened(`a thrown ${typeof thrown}: ${String(thrown)}`), detail: '' };
  } catch {
    return { message: 'a thrown value that cannot be shown', detail: '' };
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number) => String(number).padStart(2, '0');

function logTime(date) {
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

let second = -1;
let secondText = '';

/** Written once a second: a busy environment has many events in each. */
function logTimeOf(epoch) {
  const now = Math.floor(epoch / 1000);
  if (now !== second) {
    second = now;
    secondText = logTime(new Date(epoch));
  }
  return secondText;
}

function queryOf(rawQueryString) {
  const values = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    values[name] = Object.hasOwn(values, name) ? `${values[name]},${value}` : value;
  }
  return values;
}

function requestContextOf(request, rawPath, headers) {
  const timeEpoch = Date.now();
  return {
    accountId: 'anonymous',
    apiId: 'crossover',
    domainName: headers.host ?? 'localhost',
    domainPrefix: 'localhost',
    http: {
      method: request.method,
      path: rawPath,
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: request.requestId,
    routeKey: '$default',
    stage: '$default',
    time: logTimeOf(timeEpoch),
    timeEpoch,
  };
}

const TEXTUAL =
  /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|graphql|[\w.+-]+\+(json|xml))($|;))/i;

/** Whether a gateway passes such a body on as text, if it is UTF-8. */
function isTextual(headers) {
  const type = headers['content-type'];
  const coding = headers['content-encoding'] ?? 'identity';
  return (type === undefined || TEXTUAL.test(type)) && coding.toLowerCase() === 'identity';
}

/** A body is text, bytes, or base64 that says so; into the event goes text, and what is no text in base64. */
function putBody(event, { body, isBase64Encoded = false }) {
  if (body === null || body === undefined) return;
  const isText = typeof body === 'string' ? !isBase64Encoded : isUtf8(body);
  event.isBase64Encoded = !isText || (body.length > 0 && !isTextual(event.headers));
  const isReady = typeof body === 'string' && isBase64Encoded === event.isBase64Encoded;
  event.body = isReady ? body : Buffer.from(body).toString(event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The event of a request `{requestId, method, path, headers, body, isBase64Encoded}`; `path` includes the query. */
export function toEvent(request) {
  const cut = request.path.indexOf('?');
  const rawPath = cut < 0 ? request.path : request.path.slice(0, cut);
  const rawQueryString = cut < 0 ? '' : request.path.slice(cut + 1);
  const headers = {};
  const event = { version: '2.0', routeKey: '$default', rawPath, rawQueryString, headers };
  for (const name of Object.keys(request.headers)) {
    const lower = name.toLowerCase();
    const value = String(request.headers[name]);
    if (lower === 'cookie') event.cookies = value.split(/;\s*/);
    else headers[lower] = value;
  }
  if (rawQueryString !== '') event.queryStringParameters = queryOf(rawQueryString);
  event.requestContext = requestContextOf(request, rawPath, headers);
  event.isBase64Encoded = false;
  putBody(event, request);
  return event;
}

/** The context of one call; `timeoutMs` counts from now. */
export function toContext({ requestId, functionName, memoryMiB, timeoutMs }) {
  const end = performance.now() + timeoutMs;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(memoryMiB),
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
}

const importPath = (path) => import(pathToFileURL(path).href);

/**
 * Loads the handler: the export `name` of the module `entry` below `dir`, ES module or CommonJS.
 * `load` turns an absolute path into the module's exports.
 * @throws HandlerProblem `init-error`
 */
export async function loadHandler(dir, entry, name, load = importPath) {
  let module;
  try {
    module = await load(join(dir, entry));
  } catch (thrown) {
    const { message, detail } = describeThrown(thrown);
    throw new HandlerProblem('init-error', `The code could not be loaded: ${message}`, detail);
  }
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler === 'function') return handler;
  const found = Object.keys(module).join(', ') || 'nothing';
  throw new HandlerProblem('init-error', `${entry} exports no function "${name}"; it exports ${found}.`, '');
}

const invalid = (message) => new HandlerProblem('invalid-response', message, '');

/** The tag of a value: `Promise`, `Map`, `AsyncGenerator`, `Response`. */
const kindOf = (value) => Object.prototype.toString.call(value).slice('[object '.length, -1);

function asJson(value) {
  let json;
  try {
    json = JSON.stringify(value === undefined ? null : value);
  } catch (thrown) {
    throw invalid(`The handler's answer cannot be written as JSON: ${describeThrown(thrown).message}`);
  }
  if (json === undefined)
    throw invalid(`The handler's answer is a ${typeof value}, which JSON does not have.`);
  if (json === '{}' && kindOf(value) !== 'Object')
    throw invalid(`The handler's answer is a ${kindOf(value)}, of which JSON keeps nothing.`);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_RESPONSE_BYTES) {
    throw invalid(`The handler's answer has ${bytes} bytes; at most ${MAX_RESPONSE_BYTES} can be sent.`);
  }
  return json;
}

function statusOf(value) {
  const status = typeof value === 'string' ? Number(value) : value;
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw invalid(
    `The handler's statusCode is ${JSON.stringify(value)}; it must be a whole number from 200 to 599.`,
  );
}

/** Names and values that could break out of an HTTP header are refused, not repaired. */
function headerText(name, content) {
  const text = String(content);
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(text)) return text;
  throw invalid(`The handler's header ${JSON.stringify(name)} cannot be sent.`);
}

function answerHeaders(value) {
  const headers = {};
  if (value !== undefined && value !== null) {
    if (typeof value !== 'object' || Array.isArray(value))
      throw invalid("The handler's headers are not an object.");
    for (const [name, content] of Object.entries(value)) {
      headers[name.toLowerCase()] = headerText(name, content);
    }
  }
  return headers;
}

function bodyOf(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw invalid(
    `The handler's body is a ${typeof value}; with a statusCode it must be a string (use JSON.stringify).`,
  );
}

const JSON_HEADERS = { 'content-type': 'application/json' };
const TEXT_HEADERS = { 'content-type': 'text/plain; charset=utf-8' };
/** Of a body, in characters: with every one of them escaped in six bytes it is still small enough. */
const SURELY_FITS = 64 * 1024;
const PLAIN_KEYS = new Set(['statusCode', 'headers', 'body', 'isBase64Encoded']);

const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object that JSON would give back as it is: no getter, no toJSON, no class. */
function isLiteral(value) {
  return isPlain(value) && Object.getPrototypeOf(value) === Object.prototype && value.toJSON === undefined;
}

const isShort = (value) => typeof value === 'string' && value.length <= SURELY_FITS;

/**
 * The answer most handlers give: a literal with a number, texts and a small body. It needs no way through JSON to
 * find out what it means.
 */
function isSimple(value) {
  try {
    if (!isLiteral(value) || !Number.isInteger(value.statusCode) || !isShort(value.body)) return false;
    if (!Object.keys(value).every((key) => PLAIN_KEYS.has(key))) return false;
    return (
      value.headers === undefined || (isLiteral(value.headers) && Object.values(value.headers).every(isShort))
    );
  } catch {
    return false;
  }
}

/** As many as the executor takes of one answer. */
const MOST_HEADERS = 200;

/** Each is a header of its own: joined by commas no browser could tell them apart. Taken out of `headers`. */
function cookiesOf(headers, cookies) {
  const more = Array.isArray(cookies) ? cookies.map((cookie) => headerText('set-cookie', cookie)) : [];
  const { 'set-cookie': own } = headers;
  delete headers['set-cookie'];
  return own === undefined ? more : [own, ...more];
}

function explicitResponse(plain) {
  const headers = answerHeaders(plain.headers);
  const hasCookies = plain.cookies !== undefined || 'set-cookie' in headers;
  const cookies = hasCookies ? cookiesOf(headers, plain.cookies) : [];
  const response = {
    status: statusOf(plain.statusCode),
    headers: 'content-type' in headers ? headers : { ...TEXT_HEADERS, ...headers },
    body: bodyOf(plain.body),
    isBase64Encoded: plain.isBase64Encoded === true,
  };
  if (Math.max(cookies.length, Object.keys(response.headers).length) > MOST_HEADERS)
    throw invalid(`The handler's answer has more than ${MOST_HEADERS} headers or cookies.`);
  return cookies.length === 0 ? response : { ...response, cookies };
}

/**
 * What an answer means as HTTP: with a `statusCode` it is taken as written, without one the value
 * itself is the JSON body of a 200 (format 2.0 infers this).
 * @throws HandlerProblem `invalid-response`
 */
export function toResponse(value) {
  if (isSimple(value)) return explicitResponse(value);
  const json = asJson(value);
  const plain = JSON.parse(json);
  if (isPlain(plain) && 'statusCode' in plain) return explicitResponse(plain);
  const body = typeof plain === 'string' ? plain : json;
  return { status: 200, headers: JSON_HEADERS, body, isBase64Encoded: false };
}

const MISSING = {
  undefined: 'The handler returned undefined; an answer that is empty on purpose is null.',
  empty:
    'The handler gave no answer, and nothing is left that it could wait for: it returned none, and called neither its callback nor a method of its context.',
  ignored:
    'The handler takes a callback, or returned a timer or another thing that is still under way: what it returned is no answer then, and it called neither its callback nor a method of its context.',
};

/**
 * Calls the handler for `request` and gives `{status, headers, cookies, body, isBase64Encoded}`; `ways` as in `callHandler`.
 * @throws HandlerProblem `handler-error` when it threw, rejected or called back with an error, `invalid-response`
 */
export async function invokeHandler(handler, request, context, ways) {
  let answer;
  try {
    answer = await callHandler(handler, toEvent(request), context, ways);
  } catch (thrown) {
    const { message, detail } = describeThrown(thrown);
    throw new HandlerProblem('handler-error', `The handler failed: ${message}`, detail);
  }
  if (answer.missing !== undefined) throw invalid(MISSING[answer.missing]);
  return toResponse(answer.value);
}
