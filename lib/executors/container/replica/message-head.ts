import type { Bytes } from '#lib/domain/units.ts';

/** Lines that frame the message, and those with which our wrapper tells about the request. */
const READ = [
  ...['content-length', 'transfer-encoding', 'connection'],
  ...['x-crossover-base64', 'x-crossover-handler-ms', 'x-crossover-outcome', 'x-crossover-printed'],
  'x-crossover-ends',
] as const;
type Name = (typeof READ)[number];
const NAMES: ReadonlySet<string> = new Set(READ);
const isRead = (name: string): name is Name => NAMES.has(name);

export interface Head {
  status: number;
  headers: Readonly<Partial<Record<Name, string>>>;
  /** Values of set-cookie. */
  cookies: readonly string[];
  /** Of the body, when it is announced. */
  length: Bytes | null;
  chunked: boolean;
  /** Whether the connection is meant to go on. */
  lasts: boolean;
}

const START = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\r\n]*)?\r\n/;
const LENGTH = /^\d{1,15}$/;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

/** Without white space around it; JavaScript's own `trim` takes more bytes for it. */
function valueAt(text: string, from: number, end: number): string {
  let [first, last] = [from, end];
  while (first < last && isSpace(text.charCodeAt(first))) first += 1;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return text.slice(first, last);
}

const NO_COOKIES: readonly string[] = [];

/** Header lines from `from` on; of lines of one name the values joined. */
function linesOf(text: string, from: number, end: number): Pick<Head, 'headers' | 'cookies'> {
  const headers: Partial<Record<Name, string>> = {};
  let cookies = NO_COOKIES;
  for (let at = from; at < end; ) {
    const line = Math.min(text.indexOf('\r\n', at), end);
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon > line) throw new Error('A header line of the answer has no name.');
    const name = text.slice(at, colon).toLowerCase();
    if (isRead(name)) {
      const value = valueAt(text, colon + 1, line);
      const before = headers[name];
      headers[name] = before === undefined ? value : `${before}, ${value}`;
    } else if (name === 'set-cookie') cookies = [...cookies, valueAt(text, colon + 1, line)];
    at = line + 2;
  }
  return { headers, cookies };
}

/** The head that ends at `cut`, bytes as latin1 (RFC 9112, 4 and 6.3). @throws Error when it is none */
export function headOf(text: string, cut: number): Head {
  const [line, minor, code] = START.exec(text) ?? [];
  if (line === undefined) throw new Error('This is no answer.');
  const { headers, cookies } = linesOf(text, line.length, cut + 2);
  const length = headers['content-length'];
  const transfer = headers['transfer-encoding']?.toLowerCase();
  const clear = transfer === undefined ? length === undefined || LENGTH.test(length) : transfer === 'chunked';
  if (!clear || (transfer !== undefined && length !== undefined)) {
    throw new Error('The body of the answer has no clear end.');
  }
  const connection = headers.connection?.toLowerCase() ?? '';
  return {
    status: Number(code),
    headers,
    cookies,
    length: length === undefined ? null : Number(length),
    chunked: transfer !== undefined,
    lasts: minor === '1' && (connection === '' || connection === 'keep-alive'),
  };
}
