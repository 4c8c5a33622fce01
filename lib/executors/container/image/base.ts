import { createHash } from 'node:crypto';
import { constants, createWriteStream, lstatSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ServerRuntime } from '#lib/domain/execution/container-options.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { homeDirectory, makeDirectory } from '../../host/home.ts';
import { baseEntries } from './base-files.ts';
import { type TarEntry, tarStream } from './tar.ts';

/** The runtime layer that every image shares, made once for a version of Node. */
export interface BaseLayer {
  /** sha256 of the layer's tar, in hex. */
  digest: string;
  bytes: Bytes;
  /** The layer as a tar on this machine. */
  tarPath: string;
  /** The same, unpacked, for engines that take a root directory. */
  rootfs: string;
}

/** What the base is made of, in short: another Node, library or file gives another base. */
function fingerprint(entries: readonly TarEntry[]): string {
  const hash = createHash('sha256').update(process.arch);
  for (const entry of entries) {
    hash.update(`\n${entry.path} ${entry.kind} ${entry.mode ?? ''} `);
    if (entry.kind === 'file') hash.update(entry.content);
    if (entry.kind === 'copy') hash.update(`${entry.from} ${entry.size}`);
  }
  return hash.digest('hex').slice(0, 12);
}

async function writeLayer(
  entries: readonly TarEntry[],
  path: string,
): Promise<{ digest: string; bytes: Bytes }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(tarStream(entries), meter, createWriteStream(path));
  return { digest: hash.digest('hex'), bytes };
}

/**
 * A hard link shares disk and page cache with the Node that already runs. Only when the mode is already
 * right, for to change it would change the file of the host; otherwise a copy.
 */
async function placeFile(from: string, to: string, mode: number): Promise<void> {
  const same = ((await stat(from)).mode & 0o7777) === mode;
  const linked =
    same &&
    (await link(from, to).then(
      () => true,
      () => false,
    ));
  if (linked) return;
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, mode);
}

/** Writes entries below a directory of this machine, parents first. */
export async function unpack(entries: readonly TarEntry[], root: string): Promise<void> {
  // A strict umask would lock the container's user out of its own root directory.
  makeDirectory(root, 0o755);
  for (const entry of entries) {
    const path = join(root, entry.path);
    if (entry.kind === 'directory') await mkdir(path, { recursive: true });
    else if (entry.kind === 'file') await writeFile(path, entry.content);
    else await placeFile(entry.from, path, modeOf(entry));
    if (entry.kind !== 'copy') await chmod(path, modeOf(entry));
  }
}

async function makeBase(entries: readonly TarEntry[], directory: string): Promise<void> {
  const draft = `${directory}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  try {
    await unpack(entries, join(draft, 'rootfs'));
    const made = await writeLayer(entries, join(draft, 'layer.tar'));
    await writeFile(join(draft, 'base.json'), JSON.stringify(made));
  } catch (error) {
    // Half a base is a hundred megabytes that nobody would find again.
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  // A process that made the same base at the same time may have been first: its copy is as good.
  await rename(draft, directory).catch(() => rm(draft, { recursive: true, force: true }));
}

const modeOf = ({ kind, mode }: TarEntry): number => mode ?? (kind === 'directory' ? 0o755 : 0o644);

/** Every entry is there as it was made: one that its user cannot enter or read keeps each container from starting. */
export function isWhole(entries: readonly TarEntry[], root: string): boolean {
  return [{ path: '', kind: 'directory' } satisfies TarEntry, ...entries].every((entry) => {
    const found = lstatSync(join(root, entry.path), { throwIfNoEntry: false });
    if (found === undefined || (found.mode & 0o7777) !== modeOf(entry)) return false;
    return entry.kind === 'directory' ? found.isDirectory() : found.isFile() && found.size === sizeOf(entry);
  });
}

const sizeOf = (entry: Exclude<TarEntry, { kind: 'directory' }>): Bytes =>
  entry.kind === 'copy' ? entry.size : Buffer.byteLength(entry.content);

const readMade = async (directory: string): Promise<{ digest: string; bytes: Bytes } | null> =>
  readFile(join(directory, 'base.json'), 'utf8').then(JSON.parse, () => null);

async function load(runtime: ServerRuntime): Promise<BaseLayer> {
  const entries = await baseEntries(runtime);
  const name = `base-${runtime}-${fingerprint(entries)}`;
  const directory = join(homeDirectory('images'), name);
  if ((await readMade(directory)) === null) await makeBase(entries, directory);
  else if (!isWhole(entries, join(directory, 'rootfs'))) {
    // Its containers cannot start, so nobody misses it.
    await rm(directory, { recursive: true, force: true });
    await makeBase(entries, directory);
  }
  const made = await readMade(directory);
  if (made === null) throw new Error(`The base image in ${directory} cannot be read`);
  return { ...made, tarPath: join(directory, 'layer.tar'), rootfs: join(directory, 'rootfs') };
}

const known = new Map<ServerRuntime, Promise<BaseLayer>>();

/** The base of every image of a runtime; made at the first call (about half a second), later found. */
export function baseLayer(runtime: ServerRuntime = 'node'): Promise<BaseLayer> {
  const found = known.get(runtime);
  if (found !== undefined) return found;
  const loading = load(runtime).catch((error: unknown) => {
    known.delete(runtime);
    throw error;
  });
  known.set(runtime, loading);
  return loading;
}
