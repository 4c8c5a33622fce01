import { HeadReader, isHost, lasts, trimmed, wantsMore } from '../../../host/plain-http/head.ts';
import { FORWARDED } from '../headers.ts';
import { sift } from './headers.ts';

/** A request that arrived whole and leaves nothing to interpret. */
export interface PlainRequest {
  method: string;
  /** The same request for a replica, bytes as latin1. */
  text: string;
  hasBody: boolean;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Any line of that name, whatever its value: one that we overlooked might be the one that a replica believes. */
const HOST = /^host:(.*)\r$/gim;

/** Also those that say whom we speak for: a proxy before us is Node's to tell of. */
const refuses = (name: string): boolean => wantsMore(name) || FORWARDED.test(name);

function onlyHost(lines: string): string | null {
  const [first, second] = lines.matchAll(HOST);
  const host = trimmed(first?.[1] ?? '');
  return second === undefined && isHost(host) ? host : null;
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
  if (!lasts(sifted.connection)) return null;
  const forwarded = `x-forwarded-for: ${address}\r\nx-forwarded-proto: http\r\nx-forwarded-host: ${host}\r\n`;
  return { text: `${sifted.text}${forwarded}\r\n`, length: sifted.length ?? 0 };
}

/** Reads the requests of one client, each of which came whole. */
export class PlainRequests {
  readonly #heads: HeadReader<Lines>;

  /** `address` is the client's. */
  constructor(address: string) {
    this.#heads = new HeadReader(METHODS, (lines) => linesFor(lines, address));
  }

  /** `text` is bytes as latin1. Null for anything that is not beyond doubt or wants more than to be passed on. */
  read(text: string): PlainRequest | null {
    const head = this.#heads.read(text);
    if (head === null || head.target.startsWith('/.crossover/')) return null;
    const { method, line, lines, body } = head;
    if (text.length - body !== lines.length) return null;
    const hasBody = lines.length > 0;
    return { method, text: line + lines.text + (hasBody ? text.slice(body) : ''), hasBody };
  }
}
