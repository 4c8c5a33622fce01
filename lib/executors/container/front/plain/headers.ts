import { LINES, trimmed } from '../../../host/plain-http/head.ts';
import { HOP_BY_HOP, isOurs } from '../../../host/plain-http/header-names.ts';

/** What frames a message and where its connection goes from here. */
export interface Framing {
  /** The digits of the only content-length; null without one. */
  length: number | null;
  /** In lower case; null without one. */
  transfer: string | null;
  /** In lower case, all of them; empty without one. */
  connection: string;
}

/** `text` is the lines that go on to the other side. */
export interface Sifted extends Framing {
  text: string;
}

const LENGTH = /^\d{1,15}$/;

/** Takes one line in; false when the message could be read in two ways. */
function frame(framing: Framing, name: string, value: string): boolean {
  if (name === 'content-length') {
    if (framing.length !== null || !LENGTH.test(value)) return false;
    framing.length = Number(value);
  } else if (name === 'transfer-encoding') {
    if (framing.transfer !== null) return false;
    framing.transfer = value.toLowerCase();
  } else if (name === 'connection') {
    framing.connection += framing.connection === '' ? value.toLowerCase() : `, ${value.toLowerCase()}`;
  }
  return true;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Reads header lines (each with its end) and takes out those of this connection, `declared` ones among them, and
 * ours. Null when they are not beyond doubt or `refuse` says so of one.
 */
export function sift(
  lines: string,
  refuse: (name: string) => boolean = () => false,
  declared: ReadonlySet<string> = NONE,
): Sifted | null {
  if (!LINES.test(lines)) return null;
  const sifted: Sifted = { text: '', length: null, transfer: null, connection: '' };
  // Lower case has the same length, so that positions in one are positions in the other.
  const low = lines.toLowerCase();
  let kept = 0;
  for (let at = 0; at < low.length; ) {
    const colon = low.indexOf(':', at);
    const end = low.indexOf('\r\n', colon) + 2;
    const name = low.slice(at, colon);
    if (refuse(name)) return null;
    const frames = name === 'content-length';
    const hop = HOP_BY_HOP.has(name);
    if ((frames || hop) && !frame(sifted, name, trimmed(low.slice(colon + 1, end - 2)))) return null;
    if (hop || isOurs(name) || (declared.has(name) && !frames)) {
      if (at > kept) sifted.text += lines.slice(kept, at);
      kept = end;
    }
    at = end;
  }
  sifted.text += lines.slice(kept);
  return sifted;
}
