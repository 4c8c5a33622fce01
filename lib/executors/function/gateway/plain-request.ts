import { HeadReader, isHost, LINES, lasts, trimmed, wantsMore } from '../../host/plain-http/head.ts';

/** A request without a body that arrived whole and leaves nothing to interpret. */
export interface PlainRequest {
  method: string;
  /** Path with query string. */
  path: string;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
}

const METHODS = ['GET', 'DELETE', 'OPTIONS'];

/** A length announces a body; the other would be no header of an object. */
const refuses = (name: string, value: string): boolean =>
  name === 'content-length' ||
  name === '__proto__' ||
  wantsMore(name) ||
  (name === 'connection' && !lasts(value));

/** Null when a line comes twice, wants more than to be passed on, or the host is missing. */
function headersOf(lines: string): Record<string, string> | null {
  if (!LINES.test(lines)) return null;
  const headers: Record<string, string> = {};
  for (const line of lines.split('\r\n').slice(0, -1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = trimmed(line.slice(colon + 1));
    if (Object.hasOwn(headers, name) || refuses(name, value)) return null;
    headers[name] = value;
  }
  return isHost(headers.host ?? '') ? headers : null;
}

/** Reads the requests of one client, each of which came whole. */
export class PlainRequests {
  readonly #heads = new HeadReader(METHODS, headersOf);

  /** `text` is bytes as latin1. Null for what is left to Node. */
  read(text: string): PlainRequest | null {
    const head = this.#heads.read(text);
    if (head === null || head.body !== text.length) return null;
    return { method: head.method, path: head.target, headers: head.lines };
  }
}
