import { withoutMark } from './decode.ts';

/** How much structure a JSON text may have. The size of the text is its reader's to limit. */
export interface JsonLimits {
  /** Of lists and objects within each other. */
  depth: number;
  /** Lists, objects, and what stands in them. */
  values: number;
}

/**
 * For what comes over the network. A text of 8 MB may hold millions of values, and to build them takes seconds of a
 * thread that others wait for (measured: 2.6 s for brackets alone); up to here it takes less than 0.2 s.
 */
export const JSON_LIMITS: JsonLimits = { depth: 100, values: 200_000 };

/** For what the user of a command line reads with it: nobody else waits. */
export const FILE_JSON_LIMITS: JsonLimits = { depth: 100, values: 20_000_000 };

/** A text that is refused before anything is made of it. */
export class JsonLimitError extends SyntaxError {}

/**
 * The value of a JSON text, with or without the byte-order mark that Windows editors write. The one reader
 * of JSON that people or other programs send. @throws JsonLimitError; SyntaxError
 */
export function parseJson(text: string, limits = JSON_LIMITS): unknown {
  refuseBeyond(text, limits);
  return JSON.parse(withoutMark(text));
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/** Reads each character once, and makes nothing. What is no JSON may pass: the parser refuses it. */
function refuseBeyond(text: string, { depth: deepest, values: most }: JsonLimits): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === COMMA) values += 1;
    else if (OPENING.has(code)) {
      depth += 1;
      values += 1;
    } else if (CLOSING.has(code)) depth -= 1;
    if (depth > deepest) throw new JsonLimitError(`It is nested deeper than ${deepest} levels`);
    if (values > most) throw new JsonLimitError(`It holds more than ${most} values`);
  }
}

/** Where the quotation mark is that closes a text; the end where none does. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
