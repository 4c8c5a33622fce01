import { CrossoverError } from '../errors.ts';

/** Beginning of a file without a byte-order mark that tells UTF-16 from everything else. */
const LOOKED_AT = 1000;

/**
 * The text of a file, without its byte-order mark: UTF-8, UTF-16 in both orders (as Excel and PowerShell
 * write it, with a mark or without), else Windows-1252.
 * @throws CrossoverError `not-text` when it holds the zero bytes of a program, an archive or a picture.
 */
export function decodeText(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) throw notText();
  return text;
}

/** A text that was decoded elsewhere, without the byte-order mark that Windows editors write. */
export const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return zeroEveryOther(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

/** Text of Latin letters in UTF-16 has a zero in every second byte. */
function zeroEveryOther(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, LOOKED_AT);
  if (start.length < 2 || !start.includes(0)) return null;
  const zeros = [0, 1].map((parity) => start.every((byte, at) => (byte === 0) === (at % 2 === parity)));
  return zeros[1] ? 'utf-16le' : zeros[0] ? 'utf-16be' : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const notText = () =>
  new CrossoverError({
    code: 'not-text',
    owner: 'yours',
    message: 'The file is no text: it holds zero bytes.',
    remedy: 'Give a text file in UTF-8.',
  });
