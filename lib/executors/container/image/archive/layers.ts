import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Bytes } from '#lib/domain/units.ts';
import { ARCHIVE_LIMITS, refused } from './problem.ts';
import { type Entry, readError, readTar } from './read-tar.ts';
import { meter, type Spooled, safeName } from './spool.ts';
import type { Tree } from './tree.ts';

/** A layer as it is, not compressed. */
export interface Layer {
  path: string;
  size: Bytes;
  sha256: string;
}

/** How compressed layers begin. */
const COMPRESSIONS: readonly { magic: Buffer; open: () => Transform }[] = [
  { magic: Buffer.from([0x1f, 0x8b]), open: () => createGunzip() },
  { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), open: () => createZstdDecompress() },
];

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer;
  } finally {
    await file.close();
  }
}

/** Writes a layer out without compression. @throws CrossoverError when its bytes are not those of `diffId` */
export async function inflate(from: Spooled, to: string, diffId: string, left: Bytes): Promise<Layer> {
  const start = await startOf(from.path);
  const found = COMPRESSIONS.find(({ magic }) => start.subarray(0, magic.length).equals(magic));
  const count = meter(left);
  try {
    const plain = found?.open() ?? new PassThrough();
    await pipeline(createReadStream(from.path), plain, count.stream, createWriteStream(to));
  } catch (error) {
    throw readError(error, 'A layer of the image');
  }
  const layer = { path: to, size: count.size(), sha256: count.sha256() };
  if (`sha256:${layer.sha256}` !== diffId)
    throw refused(`A layer of the image has been changed: it is not ${diffId}.`);
  return layer;
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** Devices are the machine's, not the image's; the container gets its own /dev. */
const DEVICES = new Set(['character-device', 'block-device', 'fifo']);

/** Where the contents of files go, under numbers of ours. */
export interface Objects {
  directory: string;
  count: number;
}

async function keep(stream: Entry, objects: Objects): Promise<number> {
  const object = objects.count;
  objects.count += 1;
  await pipeline(stream, createWriteStream(join(objects.directory, String(object))));
  return object;
}

/**
 * Modes without setuid and setgid, and readable for all: inside, everything runs as one user that owns nothing
 * of the image.
 */
const fileMode = (mode = 0o644): number => ((mode & 0o111) !== 0 ? 0o755 : 0o644);

async function lay(entry: Entry, tree: Tree, layer: number, objects: Objects): Promise<void> {
  const { header } = entry;
  const path = safeName(header.name);
  const name = basename(path);
  const parent = dirname(path) === '.' ? '' : dirname(path);
  const target = header.linkname ?? '';
  if (name === OPAQUE) tree.opaque(parent, layer);
  else if (name.startsWith(WHITEOUT)) tree.whiteOut(join(parent, name.slice(WHITEOUT.length)), layer);
  else if (header.type === 'directory') tree.put(path, { kind: 'directory', mode: 0o755, layer });
  else if (header.type === 'symlink') tree.put(path, { kind: 'link', target, layer });
  else if (header.type === 'link') tree.alias(path, safeName(target), layer);
  else if (header.type === 'file' || header.type === 'contiguous-file') {
    const object = await keep(entry, objects);
    tree.put(path, { kind: 'file', mode: fileMode(header.mode), layer, object });
  } else if (!DEVICES.has(header.type ?? '')) throw refused(`A layer holds a ${header.type} ("${path}").`);
  entry.resume();
}

/** Lays one layer over the tree. */
export async function layOver(layer: Layer, number: number, tree: Tree, objects: Objects): Promise<void> {
  await readTar(layer.path, 'A layer of the image', async (entry) => {
    await lay(entry, tree, number, objects);
    if (tree.nodes.size > ARCHIVE_LIMITS.entries) throw refused('The image holds too many files.');
  });
}
