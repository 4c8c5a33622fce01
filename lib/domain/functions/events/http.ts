import { isFinalStatus } from '../../execution/status.ts';
import type { Ms } from '../../units.ts';
import { ACCOUNT } from '../identifier.ts';

/** A request as it came in over HTTP. */
export interface HttpRequest {
  requestId: string;
  method: string;
  /** Path with query, as it was sent. */
  target: string;
  /** Names in any case; several values of one name stay apart. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
  sourceIp: string;
  /** Ms since 1970. */
  at: Ms;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** The time of the common log format, in UTC: `12/Mar/2020:19:03:58 +0000`. */
export function logTime(at: Ms): string {
  const date = new Date(at);
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day}:${time} +0000`;
}

const TEXTUAL =
  /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|graphql|[\w.+-]+\+(json|xml))($|;))/i;

function headersOf(all: HttpRequest['headers']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of all) {
    const key = name.toLowerCase();
    if (key !== 'cookie') headers[key] = Object.hasOwn(headers, key) ? `${headers[key]},${value}` : value;
  }
  return headers;
}

const cookiesOf = (all: HttpRequest['headers']): string[] =>
  all.filter(([name]) => name.toLowerCase() === 'cookie').flatMap(([, value]) => value.split(/;\s*/));

function queryOf(rawQueryString: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    values[name] = Object.hasOwn(values, name) ? `${values[name]},${value}` : value;
  }
  return values;
}

/** Null for bytes that are no UTF-8. */
function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

/** Text as it is, the rest in base64: what the headers say is no text, and what is none. */
function bodyOf(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const { 'content-type': type, 'content-encoding': coding = 'identity' } = headers;
  const isTextual = (type === undefined || TEXTUAL.test(type)) && coding.toLowerCase() === 'identity';
  const content = isTextual ? textOf(body) : null;
  return content === null
    ? { body: body.toBase64(), isBase64Encoded: true }
    : { body: content, isBase64Encoded: false };
}

/**
 * The event of a function URL: payload format version 2.0 (developer guide, "Invoking Lambda function URLs",
 * request payload format), which is API Gateway's for HTTP APIs as well.
 */
export function httpEvent(request: HttpRequest): Record<string, unknown> {
  const { method, target, requestId, sourceIp, at } = request;
  const cut = target.indexOf('?');
  const rawPath = cut < 0 ? target : target.slice(0, cut);
  const rawQueryString = cut < 0 ? '' : target.slice(cut + 1);
  const headers = headersOf(request.headers);
  const cookies = cookiesOf(request.headers);
  const domainName = (headers.host ?? 'localhost').replace(/:\d+$/, '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(rawQueryString === '' ? {} : { queryStringParameters: queryOf(rawQueryString) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'crossover',
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: logTime(at),
      timeEpoch: at,
    },
    ...bodyOf(request.body, headers),
  };
}

export interface HttpAnswer {
  status: number;
  headers: [name: string, value: string][];
  body: Uint8Array;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** What a caller gets when the function failed or answered what is no answer. */
export const BAD_GATEWAY: HttpAnswer = {
  status: 502,
  headers: [['content-type', 'application/json']],
  body: text('{"message":"Internal Server Error"}'),
};

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** How an answer travels is the server's to say: its length, its pieces, its connection. */
const FRAMING = new Set([
  ...['connection', 'content-length', 'keep-alive', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
]);

function headersOfAnswer(headers: unknown, cookies: unknown): HttpAnswer['headers'] | null {
  if (headers !== undefined && headers !== null && (typeof headers !== 'object' || Array.isArray(headers)))
    return null;
  const all = Object.entries(headers ?? {})
    .map(([name, value]) => [name.toLowerCase(), String(value)] as [string, string])
    .filter(([name]) => !FRAMING.has(name));
  const set = Array.isArray(cookies)
    ? cookies.map((cookie) => ['set-cookie', String(cookie)] as [string, string])
    : [];
  const whole = [...all, ...set];
  return whole.every(([name, value]) => HEADER_NAME.test(name) && HEADER_VALUE.test(value)) ? whole : null;
}

/** Status and headers of an answer, or of the prelude of a streamed one; null when they cannot be sent. */
export function answerHead(value: Record<string, unknown>): Omit<HttpAnswer, 'body'> | null {
  const status = typeof value.statusCode === 'string' ? Number(value.statusCode) : (value.statusCode ?? 200);
  const headers = headersOfAnswer(value.headers, value.cookies);
  if (!isFinalStatus(status) || headers === null) return null;
  const typed = headers.some(([name]) => name === 'content-type');
  return { status, headers: typed ? headers : [['content-type', 'application/json'], ...headers] };
}

/**
 * What a function's answer means as HTTP: with a `statusCode` it is taken as written, without one the value
 * itself is the JSON body of a 200, a string with its quotation marks (format 2.0 infers this; developer guide,
 * "Invoking Lambda function URLs", example outputs).
 */
export function httpAnswer(payload: string): HttpAnswer {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return BAD_GATEWAY;
  }
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    return { status: 200, headers: [['content-type', 'application/json']], body: text(payload) };
  }
  const fields = value as Record<string, unknown>;
  const head = answerHead(fields);
  const body = fields.body ?? '';
  if (head === null || typeof body !== 'string') return BAD_GATEWAY;
  return { ...head, body: fields.isBase64Encoded === true ? fromBase64(body) : text(body) };
}

function fromBase64(body: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(body);
  } catch {
    return text(body);
  }
}
