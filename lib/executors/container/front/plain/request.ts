import { FORWARDED } from '../headers.ts';
import { sift, trimmed } from './headers.ts';

/** A request that arrived whole and leaves nothing to interpret. */
export interface PlainRequest {
  method: string;
  /** The same request for a replica, bytes as latin1. */
  text: string;
  hasBody: boolean;
}

const START = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[!-~]*) HTTP\/1\.1\r\n/;
/** Any line of that name, whatever its value: one that we overlooked might be the one that a replica believes. */
const HOST = /^host:(.*)\r$/gim;
const NAME = /^[!-~]+$/;

/** Lines that ask for more than to be passed on. */
const WANTS_MORE = new Set(['expect', 'upgrade', 'te', 'trailer', 'transfer-encoding', 'keep-alive']);
const refuses = (name: string): boolean =>
  WANTS_MORE.has(name) || name.startsWith('proxy-') || FORWARDED.test(name);

function onlyHost(lines: string): string | null {
  const [first, second] = lines.matchAll(HOST);
  const host = trimmed(first?.[1] ?? '');
  return second === undefined && NAME.test(host) ? host : null;
}

/** Header lines as a replica gets them, and how long a body they announce. */
interface Lines {
  text: string;
  length: number;
}

function linesFor(lines: string, address: string): Lines | null {
  const sifted = sift(lines, refuses);
  const host = onlyHost(lines);
  if (sifted === null || host === null) return null;
  if (sifted.connection !== '' && sifted.connection !== 'keep-alive') return null;
  const forwarded = `x-forwarded-for: ${address}\r\nx-forwarded-proto: http\r\nx-forwarded-host: ${host}\r\n`;
  return { text: `${sifted.text}${forwarded}\r\n`, length: sifted.length ?? 0 };
}

/**
 * Reads the requests of one client, each of which came whole. It is stricter than Node's parser on purpose, for
 * what two parsers read differently is how requests are smuggled.
 */
export class PlainRequests {
  readonly #address: string;
  /** Most clients send the same lines again and again. */
  #last: { given: string; lines: Lines | null } = { given: '', lines: null };

  /** `address` is the client's. */
  constructor(address: string) {
    this.#address = address;
  }

  /** `text` is bytes as latin1. Null for anything that is not beyond doubt or wants more than to be passed on. */
  read(text: string): PlainRequest | null {
    const [line, method, target] = START.exec(text) ?? [];
    if (line === undefined || method === undefined || target?.startsWith('/.crossover/')) return null;
    const end = text.indexOf('\r\n\r\n', line.length) + 2;
    if (end < 2) return null;
    const given = text.slice(line.length, end);
    if (given !== this.#last.given) this.#last = { given, lines: linesFor(given, this.#address) };
    const { lines } = this.#last;
    if (lines === null || text.length - end - 2 !== lines.length) return null;
    const hasBody = lines.length > 0;
    return { method, text: line + lines.text + (hasBody ? text.slice(end + 2) : ''), hasBody };
  }
}
