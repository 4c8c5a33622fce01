import type { Bytes } from '#lib/domain/units.ts';

/** What Node's parser takes of a head. */
const LONGEST_HEAD: Bytes = 16 * 1024;

/** Header lines as RFC 9112 wants them: no folding, no space before the colon, nothing that ends a line early. */
export const LINES = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/;

/** Without white space around it; no other byte is any, though JavaScript's own `trim` takes U+00A0 for it. */
export const trimmed = (text: string): string => text.replace(/^[\t ]+|[\t ]+$/g, '');

/** Lines that say how the message or its connection goes on. */
const WANTS_MORE = new Set([
  ...['expect', 'upgrade', 'te', 'trailer', 'transfer-encoding', 'keep-alive', 'http2-settings'],
]);
/** `name` is in lower case. */
export const wantsMore = (name: string): boolean => WANTS_MORE.has(name) || name.startsWith('proxy-');

/** `value` is trimmed: nothing, or that the connection goes on as it would anyway. */
export const lasts = (value: string): boolean => value === '' || value.toLowerCase() === 'keep-alive';

const NAME = /^[!-~]+$/;
export const isHost = (value: string): boolean => NAME.test(value);

/** The head of a request that arrived whole. */
export interface PlainHead<Lines> {
  method: string;
  /** Path with query string. */
  target: string;
  /** The first line with its end. */
  line: string;
  /** What the header lines came to. */
  lines: Lines;
  /** Where the body begins. */
  body: number;
}

/**
 * Reads the heads of one client's requests. It is stricter than Node's parser on purpose: what is not beyond doubt
 * is Node's to read or to refuse, for what two parsers read differently is how requests are smuggled.
 */
export class HeadReader<Lines> {
  readonly #start: RegExp;
  readonly #linesOf: (lines: string) => Lines | null;
  /** Most clients send the same lines again and again. */
  #last: { given: string; lines: Lines | null } = { given: '', lines: null };

  /** `linesOf` gives null for header lines that are not plain; it is not asked about none at all, as a host is needed. */
  constructor(methods: readonly string[], linesOf: (lines: string) => Lines | null) {
    this.#start = new RegExp(`^(${methods.join('|')}) (/[!-~]*) HTTP/1\\.1\\r\\n`);
    this.#linesOf = linesOf;
  }

  /** `text` is bytes as latin1. */
  read(text: string): PlainHead<Lines> | null {
    const [line, method, target] = this.#start.exec(text) ?? [];
    if (line === undefined || method === undefined || target === undefined) return null;
    const end = text.indexOf('\r\n\r\n', line.length - 2) + 2;
    if (end < 2 || end > LONGEST_HEAD) return null;
    const given = text.slice(line.length, end);
    if (given !== this.#last.given) this.#last = { given, lines: this.#linesOf(given) };
    const { lines } = this.#last;
    return lines === null ? null : { method, target, line, lines, body: end + 2 };
  }
}
