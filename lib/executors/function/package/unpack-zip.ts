import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { makeDirectory } from '../../host/home.ts';
import { makeParents, type PackageSizes, setMode, targetOf } from './files.ts';
import { packageError, tooLarge } from './problems.ts';

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;
const UNIX = 3;
/** Deflate cannot do better than 1032 to 1; what claims more is overlapping or lying. */
const MAX_RATIO = 1_032;

/** Mode bits of the file as a Unix archiver wrote them; 0 when another system made the ZIP. */
const modeOf = ({ versionMadeBy, externalFileAttributes }: Entry): number =>
  versionMadeBy >> 8 === UNIX ? externalFileAttributes >>> 16 : 0;

const isDirectory = (entry: Entry): boolean =>
  entry.fileName.endsWith('/') || (modeOf(entry) & FILE_TYPE) === DIRECTORY;

/** Symbolic links, devices, pipes: nothing a package needs, and each a way to somewhere else. */
function refuseSpecial(entry: Entry): void {
  const type = modeOf(entry) & FILE_TYPE;
  if (type === 0 || type === REGULAR || type === DIRECTORY) return;
  throw packageError(
    'package-special-file',
    `The package holds ${JSON.stringify(entry.fileName)}, which is a link or a device, not a file.`,
    'Pack the files that links point to.',
  );
}

function refuseBomb(entry: Entry): void {
  if (entry.uncompressedSize <= Math.max(1, entry.compressedSize) * MAX_RATIO) return;
  throw packageError(
    'package-bomb',
    `${JSON.stringify(entry.fileName)} claims an impossible size.`,
    'Pack it again.',
  );
}

/** Counts what really comes out, whatever the headers say, and checks it against its checksum. */
function checked(entry: Entry, room: { left: Bytes }, limit: Bytes): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      room.left -= chunk.length;
      sum = crc32(chunk, sum);
      done(room.left < 0 ? tooLarge('The unpacked package', limit) : null, chunk);
    },
    flush: (done) => done(sum === entry.crc32 ? null : new Error(`${entry.fileName} is damaged`)),
  });
}

async function unpackEntry(zip: ZipFile, entry: Entry, target: string, check: Transform): Promise<void> {
  makeParents(target);
  const content = await zip.openReadStreamPromise(entry);
  // wx: a second entry of the same name, or one that is a directory too, is refused.
  await pipeline(content, check, createWriteStream(target, { flags: 'wx' }));
  await setMode(target, (modeOf(entry) & 0o111) !== 0);
}

/** The library refuses such names before we see them. */
const PATH_REFUSED = /^(invalid relative path|absolute path|invalid characters in fileName)/;

function refusal(error: unknown): CrossoverError {
  if (error instanceof CrossoverError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return PATH_REFUSED.test(reason)
    ? packageError('package-path-refused', `The package was refused: ${reason}.`, 'Use relative paths.')
    : packageError('package-unreadable', `The package is no readable ZIP: ${reason}.`, 'Pack it again.');
}

async function unpackAll(zip: ZipFile, directory: string, sizes: PackageSizes): Promise<void> {
  const room = { left: sizes.unpackedBytes };
  const entries: Entry[] = [];
  let claimed = 0;
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    refuseSpecial(entry);
    refuseBomb(entry);
    targetOf(directory, entry.fileName.replace(/\/$/, ''));
    claimed += entry.uncompressedSize;
    if (claimed > sizes.unpackedBytes) throw tooLarge('The unpacked package', sizes.unpackedBytes);
    if (entries.length > sizes.files) throw tooLarge('The number of files in the package', sizes.files);
  }
  // Only now, when the whole list is known to be harmless, is anything written.
  for (const entry of entries) {
    const target = targetOf(directory, entry.fileName.replace(/\/$/, ''));
    if (isDirectory(entry)) makeDirectory(target, 0o755);
    else await unpackEntry(zip, entry, target, checked(entry, room, sizes.unpackedBytes));
  }
}

/**
 * Unpacks a ZIP into an empty directory of ours.
 * @throws CrossoverError `package-too-large`, `package-path-refused`, `package-special-file`, `package-bomb`,
 * `package-unreadable`; the caller removes the directory then.
 */
export async function unpackZip(bytes: Buffer, directory: string, sizes: PackageSizes): Promise<void> {
  if (bytes.length > sizes.zipBytes) throw tooLarge('The ZIP', sizes.zipBytes);
  try {
    const zip = await fromBufferPromise(bytes, { autoClose: false, strictFileNames: true });
    await unpackAll(zip, directory, sizes);
  } catch (error) {
    throw refusal(error);
  }
}
