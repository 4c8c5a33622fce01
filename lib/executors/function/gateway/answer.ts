import { STATUS_CODES } from 'node:http';
import type { Invocation, Outcome } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';

/** What a function URL answers when the function did not: AWS Lambda, "Function URL response format". */
const STATUS: Partial<Record<Outcome, number>> = { throttled: 429, unavailable: 503, cancelled: 499 };
const FAILED = 502;

export interface Answer {
  status: number;
  /** Without those that frame the message. */
  headers: Readonly<Record<string, string>>;
  body: string | Buffer;
}

/** Headers of a connection are not the function's to set: the gateway says them itself. */
const OF_CONNECTION = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'trailer', 'te', 'content-length'],
  ...['proxy-connection'],
]);

function withoutConnection(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(headers);
  if (!names.some((name) => OF_CONNECTION.has(name.toLowerCase()))) return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name.toLowerCase())),
  );
}

/** What the client of a function URL gets of an invocation. */
export function answerOf(invocation: Invocation, requestId: string): Answer {
  const { outcome, status, headers, body, base64, problem } = invocation;
  // An informational status answers nothing.
  if (outcome === 'ok' && (status === null || status >= 200)) {
    const content = base64 === undefined ? (body ?? '') : Buffer.from(base64, 'base64');
    return { status: status ?? 200, headers: withoutConnection(headers ?? {}), body: content };
  }
  return {
    status: STATUS[outcome] ?? FAILED,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: JSON.stringify({ message: problem?.message ?? outcome, code: problem?.code ?? outcome }),
  };
}

/** Statuses whose answers have no body (RFC 9110, 6.4.1). */
export const hasNoBody = (status: number): boolean => status === 204 || status === 304;

const DATE = 'date';
const SECOND: Ms = 1_000;
let second = 0;
let secondText = '';

function dateLine(): string {
  const now = Math.floor(Date.now() / SECOND);
  if (now !== second) {
    second = now;
    secondText = `date: ${new Date(now * SECOND).toUTCString()}\r\n`;
  }
  return secondText;
}

/** An answer as bytes of HTTP/1.1. Names and values must be such as a header can hold. */
export function messageOf({ status, headers, body }: Answer): Buffer {
  const empty = hasNoBody(status);
  const content = empty ? '' : body;
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`;
  let dated = false;
  for (const name of Object.keys(headers)) {
    head += `${name}: ${headers[name]}\r\n`;
    if (name.length === DATE.length && name.toLowerCase() === DATE) dated = true;
  }
  if (!dated) head += dateLine();
  if (!empty) head += `content-length: ${length}\r\n`;
  head += '\r\n';
  const message = Buffer.allocUnsafe(head.length + length);
  message.write(head, 0, 'latin1');
  if (typeof content === 'string') message.write(content, head.length);
  else content.copy(message, head.length);
  return message;
}
