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

/** Gathers the head of an answer; each byte is looked at once, in however many pieces they come. */
export class HeadPieces {
  /** Of a head that has no end yet: what came, its size, and its last bytes, where the end may begin. */
  #held: string[] = [];
  #size: Bytes = 0;
  #seam = '';

  /** One more piece; all of the head once its end is there, else null. @throws Error when it is too large */
  add(piece: string): HeadText | null {
    const text = this.#untilEnd(piece);
    if (text === null) return null;
    const cut = text.indexOf(HEAD_END);
    if (cut > LARGEST_HEAD) throw new Error('The head of the answer is too large.');
    return { text, cut };
  }

  #untilEnd(piece: string): string | null {
    // Nearly all heads come in one piece.
    if (this.#size === 0 && piece.includes(HEAD_END)) return piece;
    const ends = (this.#seam + piece).includes(HEAD_END);
    this.#held.push(piece);
    this.#size += piece.length;
    this.#seam = (this.#seam + piece.slice(-3)).slice(-3);
    if (!ends && this.#size > LARGEST_HEAD) throw new Error('The head of the answer is too large.');
    if (!ends) return null;
    this.#size = 0;
    this.#seam = '';
    return this.#held.splice(0).join('');
  }
}
