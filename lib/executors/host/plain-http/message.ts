import { STATUS_CODES } from 'node:http';
import type { Ms } from '#lib/domain/units.ts';

/** An answer of HTTP. */
export interface Answer {
  status: number;
  /** Without those that frame the message. */
  headers: Readonly<Record<string, string>>;
  /** Values of set-cookie, each a line of its own. */
  cookies?: readonly string[];
  body: string | Buffer;
}

/** Statuses whose answers have no body (RFC 9110, 6.4.1). */
export const hasNoBody = (status: number): boolean => status === 204 || status === 304;

export const answersWithoutBody = (method: string, status: number): boolean =>
  method === 'HEAD' || hasNoBody(status);

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

/** An answer as bytes of HTTP/1.1; to a HEAD without its body. Names and values must be such as a header can hold. */
export function messageOf({ status, headers, cookies = [], body }: Answer, method = 'GET'): Buffer {
  const empty = hasNoBody(status);
  const content = empty ? '' : body;
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`;
  let dated = false;
  for (const name of Object.keys(headers)) {
    head += `${name}: ${headers[name]}\r\n`;
    if (name.length === DATE.length && name.toLowerCase() === DATE) dated = true;
  }
  for (const cookie of cookies) head += `set-cookie: ${cookie}\r\n`;
  if (!dated) head += dateLine();
  if (!empty) head += `content-length: ${length}\r\n`;
  head += '\r\n';
  if (method === 'HEAD') return Buffer.from(head, 'latin1');
  const message = Buffer.allocUnsafe(head.length + length);
  message.write(head, 0, 'latin1');
  if (typeof content === 'string') message.write(content, head.length);
  else content.copy(message, head.length);
  return message;
}
