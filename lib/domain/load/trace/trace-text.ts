import { CrossoverError } from '../../errors.ts';
import { decodeText } from '../../text/decode.ts';

/** A text of this size is the longest that a JavaScript engine keeps with room to spare. */
export const MOST_TRACE_BYTES = 400 * 1024 * 1024;

/** Other files by their first bytes: what they are, and what to do. */
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ['an Excel workbook or another ZIP archive', [0x50, 0x4b]],
  ['compressed by bzip2', [0x42, 0x5a, 0x68]],
  ['compressed by zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['compressed by xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
];

/**
 * The text of a trace's file: plain or compressed by gzip, in UTF-8, UTF-16 or Windows-1252. Runs in Node and in a browser.
 * @throws CrossoverError `trace-file-kind`, `trace-too-large`, `gzip-damaged`, `not-text`
 */
export async function traceText(bytes: Uint8Array, most = MOST_TRACE_BYTES): Promise<string> {
  const begins = (magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte);
  const other = OTHERS.find(([, magic]) => begins(magic));
  if (other !== undefined) throw notCsv(other[0]);
  if (bytes.length > most) throw tooLarge(most);
  return decodeText(begins([0x1f, 0x8b]) ? await unzipped(bytes, most) : bytes);
}

async function unzipped(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('gzip'));
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      // A few kilobytes can hold gigabytes of zeros.
      if (size > most) {
        await reader.cancel();
        throw tooLarge(most);
      }
      chunks.push(value);
    }
  } catch (cause) {
    throw cause instanceof CrossoverError ? cause : damaged(cause);
  }
  const all = new Uint8Array(size);
  chunks.reduce((at, chunk) => {
    all.set(chunk, at);
    return at + chunk.length;
  }, 0);
  return all;
}

const yours = (code: string, message: string, remedy: string, cause?: unknown) =>
  new CrossoverError({ code, owner: 'yours', message, remedy }, { cause });

const notCsv = (what: string) =>
  yours('trace-file-kind', `The file is ${what}.`, 'Give a CSV file, plain or compressed by gzip.');

const tooLarge = (most: number) =>
  yours(
    'trace-too-large',
    `The file holds more than ${most / 1024 / 1024} MiB of text.`,
    'Give a part of it, or counts per interval.',
  );

const damaged = (cause: unknown) =>
  yours(
    'gzip-damaged',
    'The file is compressed by gzip and damaged or cut off.',
    'Compress it again.',
    cause,
  );
