import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseJson } from '#lib/domain/text/json.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { ARCHIVE_LIMITS, refused } from './problem.ts';
import { readTar } from './read-tar.ts';

/** A file of the archive on our disk, under a name of ours. */
export interface Spooled {
  path: string;
  size: Bytes;
  /** In hex. */
  sha256: string;
}

/** Counts and hashes what passes. @throws CrossoverError when it is more than `left` */
export function meter(left: Bytes) {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > left) return done(refused('The archive holds more than 4 GiB.'));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, size: () => size, sha256: () => hash.digest('hex') };
}

/** The name without `./` and the like. @throws CrossoverError for one that leads out */
export function safeName(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..') || name.includes('\0')) {
    throw refused(`The archive holds the path "${name.slice(0, 200)}", which leads out of it.`);
  }
  return parts.join('/');
}

/**
 * Copies the files of an archive to `directory`, each under a number: nothing of the archive decides where
 * anything is written. Names that lead out, links and devices are refused.
 */
export async function spool(archive: string, directory: string): Promise<Map<string, Spooled>> {
  const files = new Map<string, Spooled>();
  let left: Bytes = ARCHIVE_LIMITS.bytes;
  await readTar(archive, 'The archive', async (entry) => {
    const { name, type } = entry.header;
    const safe = safeName(name);
    if (type === 'directory') return void entry.resume();
    if (type !== 'file') throw refused(`The archive holds a ${type} ("${safe}"); only files are allowed.`);
    if (files.size >= ARCHIVE_LIMITS.entries) throw refused('The archive holds too many files.');
    const path = join(directory, `file-${files.size}`);
    const count = meter(left);
    await pipeline(entry, count.stream, createWriteStream(path, { mode: 0o600 }));
    left -= count.size();
    files.set(safe, { path, size: count.size(), sha256: count.sha256() });
  });
  return files;
}

/** A JSON document of the archive, or null when it is not there. @throws CrossoverError when it is no JSON */
export async function document(files: ReadonlyMap<string, Spooled>, name: string): Promise<unknown> {
  const file = files.get(name);
  if (file === undefined) return null;
  if (file.size > ARCHIVE_LIMITS.document) throw refused(`"${name}" in the archive is too large.`);
  try {
    return parseJson(await readFile(file.path, 'utf8'));
  } catch (error) {
    throw refused(`"${name}" in the archive is no JSON.`, String(error));
  }
}
