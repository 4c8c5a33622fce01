import type { InvokeRequest } from '#lib/domain/execution/executor.ts';

/** The name the wrapper takes out of the event's headers again, so that both sides see the same headers. */
export const HOST = 'crossover.internal';

/** How the message travels is decided here, not by the request that is carried. */
const OURS = /^(connection|content-length|transfer-encoding|keep-alive|upgrade|expect|x-crossover-.*)$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PATH = /^\/[\x21-\xff]*$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Methods of which a server expects a body, and so to be told when there is none. */
const EXPECTS_BODY = new Set(['POST', 'PUT', 'PATCH']);

function checked(text: string, rule: RegExp, what: string): string {
  if (rule.test(text)) return text;
  throw new Error(
    `The request has a ${what} that HTTP does not allow: ${JSON.stringify(text.slice(0, 100))}`,
  );
}

function linesOf(headers: InvokeRequest['headers']): string {
  const own: Record<string, string> = { host: HOST };
  for (const name of Object.keys(headers)) own[name.toLowerCase()] = String(headers[name]);
  let lines = '';
  for (const name of Object.keys(own)) {
    if (OURS.test(name)) continue;
    lines += `${checked(name, TOKEN, 'header name')}: ${checked(own[name] ?? '', VALUE, 'header')}\r\n`;
  }
  return lines;
}

const NO_HEADERS = linesOf({});
const isEmpty = (headers: InvokeRequest['headers']): boolean => {
  for (const _ in headers) return false;
  return true;
};

/**
 * The head of a request to a replica, bytes as latin1; `length` is that of its body.
 * @throws Error when the request holds what HTTP has no place for
 */
export function headText({ method, path, requestId, headers, body }: InvokeRequest, length: number): string {
  const start = `${checked(method, TOKEN, 'method')} ${checked(path, PATH, 'path')} HTTP/1.1\r\n`;
  const lines = isEmpty(headers) ? NO_HEADERS : linesOf(headers);
  const announced = body !== null || EXPECTS_BODY.has(method) ? `content-length: ${length}\r\n` : '';
  return `${start}${lines}x-crossover-request-id: ${checked(requestId, VALUE, 'id')}\r\n${announced}\r\n`;
}
