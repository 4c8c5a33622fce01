/** A request without a body that arrived whole and leaves nothing to interpret. */
export interface PlainRequest {
  method: string;
  /** Path with query string. */
  path: string;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
}

/** What Node's parser takes of a head. */
const LONGEST_HEAD = 16 * 1024;
const START = /^(GET|DELETE|OPTIONS) (\/[!-~]*) HTTP\/1\.1\r\n/;
/** Header lines as RFC 9112 wants them: no folding, no space before the colon, nothing that ends a line early. */
const LINES = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/;
/** Lines that say how the message or its connection goes on. */
const WANTS_MORE = new Set([
  ...['content-length', 'transfer-encoding', 'expect', 'upgrade', 'te', 'trailer', 'keep-alive'],
  ...['http2-settings', 'proxy-connection', '__proto__'],
]);

const refuses = (name: string, value: string): boolean =>
  WANTS_MORE.has(name) || (name === 'connection' && value.toLowerCase() !== 'keep-alive');

/** Null when a line comes twice, wants more than to be passed on, or the host is missing. */
function headersOf(lines: string): Record<string, string> | null {
  if (!LINES.test(lines)) return null;
  const headers: Record<string, string> = {};
  for (const line of lines.split('\r\n').slice(0, -1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).replace(/^[\t ]+|[\t ]+$/g, '');
    if (Object.hasOwn(headers, name) || refuses(name, value)) return null;
    headers[name] = value;
  }
  return headers.host === undefined ? null : headers;
}

/**
 * Reads the requests of one client, each of which came whole. It is stricter than Node's parser on purpose: what it
 * does not take beyond doubt is Node's to read or to refuse.
 */
export class PlainRequests {
  /** Most clients send the same lines again and again. */
  #last: { lines: string; headers: PlainRequest['headers'] | null } = { lines: '', headers: null };

  /** `text` is bytes as latin1. */
  read(text: string): PlainRequest | null {
    const [line, method, path] = START.exec(text) ?? [];
    if (line === undefined || method === undefined || path === undefined) return null;
    const end = text.indexOf('\r\n\r\n', line.length - 2) + 2;
    if (end !== text.length - 2 || end > LONGEST_HEAD) return null;
    const lines = text.slice(line.length, end);
    if (lines !== this.#last.lines) this.#last = { lines, headers: headersOf(lines) };
    const { headers } = this.#last;
    return headers === null ? null : { method, path, headers };
  }
}
