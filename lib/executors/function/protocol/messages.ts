import type { InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { ProtocolViolation } from './frames.ts';

/** Into the sandbox. */
export type Outgoing =
  | {
      type: 'init';
      dir: string;
      entry: string;
      handler: string;
      functionName: string;
      memoryMiB: number;
      /** For a sandbox that was started before its function was known; otherwise it started with them. */
      environment?: Readonly<Record<string, string>>;
      /** Cached data of the code: to be used, or to be made so that `code-cache` can ask for it. */
      codeCache?: 'use' | 'make';
      /** The entry is a CommonJS file unless its text says otherwise: no package.json is about. */
      plain?: true;
      /** Errors are told by the maps in the files. */
      sourceMaps?: true;
    }
  /** Its function is known and its code comes: a sandbox that has waited for long may wake up meanwhile. */
  | { type: 'wake' }
  /** Asks for the cached data of what has run. */
  | { type: 'code-cache' }
  | { type: 'invoke'; id?: string; request: InvokeRequest; timeoutMs: number };

export interface Failure {
  code: 'init-error' | 'handler-error' | 'invalid-response';
  message: string;
  detail: string;
}

/** Says that the code prints, and so that from now on it reads the channel alone: one request, one log. */
export interface Printed {
  printed: boolean;
}

/** Says that the sandbox ends with this answer: the code left an error behind that nobody awaits. */
export interface Ends {
  ends: boolean;
}

/** Out of the sandbox, once checked. */
export type Incoming =
  /** The wrapper runs: from now on an end is the user's code, not the sandbox. */
  | { type: 'started' }
  | ({ type: 'ready' } & Printed)
  | { type: 'init-error'; failure: Failure }
  /** V8's cached data by path below the code's directory; meant for the very function it came from. */
  | { type: 'code-cache'; files: ReadonlyMap<string, Buffer> }
  | ({
      type: 'reply';
      id: string;
      /** Written by the process that the code is in. */
      reported: Ms;
      status: number;
      headers: Readonly<Record<string, string>>;
      /** Values of set-cookie. */
      cookies?: readonly string[];
      body: string;
      /** The body as it came, when it was bytes. */
      base64?: string;
    } & Printed &
      Ends)
  | ({ type: 'failure'; id: string; reported: Ms; failure: Failure } & Printed & Ends);

type Fields = Record<string, unknown>;

const MAX_TEXT = 16_384;
const FAILURE_CODES = ['init-error', 'handler-error', 'invalid-response'] as const;

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new ProtocolViolation(`a frame without the text "${name}"`);
}

/** More than anybody means, and small enough to be added up. */
const MOST_DURATION: Ms = 1e12;

function duration(fields: Fields): number {
  const value = fields.handlerMs;
  if (typeof value === 'number' && value >= 0 && value <= MOST_DURATION) return value;
  throw new ProtocolViolation('a frame without a duration');
}

function failure(fields: Fields): Failure {
  const code = FAILURE_CODES.find((known) => known === fields.code);
  if (code === undefined) throw new ProtocolViolation('a failure of an unknown kind');
  return {
    code,
    message: text(fields, 'message').slice(0, MAX_TEXT),
    detail: text(fields, 'detail').slice(0, MAX_TEXT),
  };
}

/** Any number: whether it is one that ends a request is asked where all answers are read. */
function status(fields: Fields): number {
  const value = fields.status;
  if (typeof value === 'number') return value;
  throw new ProtocolViolation('a reply without an HTTP status');
}

function bodyOf(fields: Fields): { body: string; base64?: string } {
  const body = text(fields, 'body');
  if (fields.isBase64Encoded !== true) return { body };
  return { body: Buffer.from(body, 'base64').toString(), base64: body };
}

const MAX_HEADERS = 200;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The program in the sandbox refuses such headers with a reason; what still comes is forged. */
function headersOf({ headers }: Fields): Record<string, string> {
  if (headers === undefined) return {};
  if (typeof headers !== 'object' || headers === null) throw new ProtocolViolation('headers of a wrong kind');
  const entries = Object.entries(headers);
  const wrong = ([name, value]: [string, unknown]): boolean =>
    !HEADER_NAME.test(name) || typeof value !== 'string' || !HEADER_VALUE.test(value);
  if (entries.length > MAX_HEADERS || entries.some(wrong))
    throw new ProtocolViolation('a header no reply has');
  return headers as Record<string, string>;
}

const isCookie = (value: unknown): value is string => typeof value === 'string' && HEADER_VALUE.test(value);

function cookiesOf({ cookies }: Fields): { cookies?: string[] } {
  if (cookies === undefined) return {};
  if (Array.isArray(cookies) && cookies.length <= MAX_HEADERS && cookies.every(isCookie)) return { cookies };
  throw new ProtocolViolation('cookies no reply has');
}

/** Paths become file names here, so only plain ones below the code's directory are taken. */
function cacheFiles(fields: Fields): Map<string, Buffer> {
  const { files } = fields;
  if (typeof files !== 'object' || files === null) throw new ProtocolViolation('a cache without files');
  return new Map(
    Object.entries(files).map(([path, data]) => {
      if (!/^[\w-][\w./@+-]*$/.test(path) || path.split('/').includes('..') || typeof data !== 'string') {
        throw new ProtocolViolation('a cache with a wrong file');
      }
      return [path, Buffer.from(data, 'base64')] as const;
    }),
  );
}

const READERS: Readonly<Record<string, (fields: Fields) => Incoming>> = {
  started: () => ({ type: 'started' }),
  ready: (fields) => ({ type: 'ready', printed: fields.printed === true }),
  'code-cache': (fields) => ({ type: 'code-cache', files: cacheFiles(fields) }),
  'init-error': (fields) => ({ type: 'init-error', failure: failure(fields) }),
  reply: (fields) => ({
    type: 'reply',
    id: text(fields, 'id'),
    reported: duration(fields),
    status: status(fields),
    headers: headersOf(fields),
    ...cookiesOf(fields),
    ...bodyOf(fields),
    printed: fields.printed === true,
    ends: fields.ends === true,
  }),
  failure: (fields) => ({
    type: 'failure',
    id: text(fields, 'id'),
    reported: duration(fields),
    failure: failure(fields),
    printed: fields.printed === true,
    ends: fields.ends === true,
  }),
};

/** @throws ProtocolViolation when a frame is not one the program in the sandbox would send. */
export function readIncoming(fields: Fields): Incoming {
  const type = typeof fields.type === 'string' ? fields.type : '';
  if (!Object.hasOwn(READERS, type)) throw new ProtocolViolation('a frame of an unknown type');
  const reader = READERS[type];
  if (reader === undefined) throw new ProtocolViolation('a frame of an unknown type');
  return reader(fields);
}
