import type { Bytes } from '#lib/domain/units.ts';

/** Behind a head's last line (RFC 9112, 2.1). */
export const HEAD_END = '\r\n\r\n';
/** Answers of 1xx that may come before the answer itself. */
export const MOST_INFORMATIONAL = 8;
const LARGEST_HEAD: Bytes = 65_536;

/** A head with what came behind it, bytes as latin1. */
export interface HeadText {
  text: string;
  /** Where the empty line behind the head begins: `HEAD_END`'s index. */
  cut: number;
}

const tooLarge = () => new Error('The head of the answer is too large.');

function headWithin(text: string, cut: number): HeadText {
  if (cut > LARGEST_HEAD) throw tooLarge();
  return { text, cut };
}

/** What came of a head that has no end yet, its size, and its last bytes, where the end may begin. */
interface Begun {
  held: string[];
  size: Bytes;
  seam: string;
}

/** Gathers the head of an answer; each byte is looked at once, in however many pieces they come. */
export class HeadPieces {
  #begun: Begun | null = null;

  /** One more piece; all of the head once its end is there, else null. @throws Error when it is too large */
  add(piece: string): HeadText | null {
    if (this.#begun === null) {
      // Nearly all heads come in one piece.
      const cut = piece.indexOf(HEAD_END);
      if (cut >= 0) return headWithin(piece, cut);
      this.#begun = { held: [], size: 0, seam: '' };
    }
    const text = this.#untilEnd(this.#begun, piece);
    return text === null ? null : headWithin(text, text.indexOf(HEAD_END));
  }

  #untilEnd(begun: Begun, piece: string): string | null {
    const ends = (begun.seam + piece).includes(HEAD_END);
    begun.held.push(piece);
    begun.size += piece.length;
    begun.seam = (begun.seam + piece.slice(-3)).slice(-3);
    if (!ends && begun.size > LARGEST_HEAD) throw tooLarge();
    if (!ends) return null;
    this.#begun = null;
    return begun.held.join('');
  }
}
