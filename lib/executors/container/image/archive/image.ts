import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '#lib/domain/units.ts';
import { homeDirectory, makeDirectory } from '../../../host/home.ts';
import { ownerIsDead, ownerKey } from '../../engines/owner.ts';
import { type Image, workloadTag } from '../image.ts';
import { blobPath, documents, jsonBlob } from '../layout.ts';
import { PORT, serverProgram } from '../program.ts';
import { type TarEntry, withParents } from '../tar.ts';
import { inflate, type Layer, layOver, type Objects } from './layers.ts';
import { place } from './place.ts';
import { ARCHIVE_LIMITS, refused } from './problem.ts';
import { type ImageConfig, type Parts, resolve } from './resolve.ts';
import { spool } from './spool.ts';
import { Tree } from './tree.ts';

/** Below it one directory an owner, with what uploaded images were unpacked to. */
const home = (): string => homeDirectory('uploads', 0o711);

/** Mount points of a container; the image itself is read-only then. */
const MOUNT_POINTS = ['proc', 'sys', 'dev', 'run/services', 'run/crossover', 'etc'];

async function plainLayers({ config, layers }: Parts, directory: string): Promise<Layer[]> {
  const plain: Layer[] = [];
  let left: Bytes = ARCHIVE_LIMITS.bytes;
  for (const [number, layer] of layers.entries()) {
    const diffId = config.rootfs.diff_ids[number] ?? '';
    const done = await inflate(layer, join(directory, `layer-${number}.tar`), diffId, left);
    left -= done.size;
    plain.push(done);
  }
  return plain;
}

async function unpackRoot(layers: readonly Layer[], directory: string): Promise<string> {
  const objects: Objects = { directory: join(directory, 'objects'), count: 0 };
  await mkdir(objects.directory);
  const tree = new Tree();
  for (const [number, layer] of layers.entries()) await layOver(layer, number + 1, tree, objects);
  for (const path of MOUNT_POINTS) tree.ensureDirectory(path);
  tree.ensureDirectory('tmp', 0o777);
  const root = join(directory, 'rootfs');
  await place(tree, objects, root);
  await rm(objects.directory, { recursive: true, force: true });
  return root;
}

/** The one port the image says it listens on; ours when it names none. */
function portOf({ ExposedPorts }: ImageConfig['config']): number {
  const named = Object.keys(ExposedPorts ?? {}).flatMap((port) => /^(\d+)(\/tcp)?$/.exec(port)?.[1] ?? []);
  const port = Number(named[0] ?? PORT);
  return port > 0 && port < 65_536 ? port : PORT;
}

function programOf({ config }: ImageConfig) {
  const command = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (command.length === 0)
    throw refused('The image does not say what it starts (no ENTRYPOINT and no CMD).');
  const port = portOf(config);
  const environment = (config.Env ?? []).filter((line) => !/^(PORT|HOME)=/.test(line));
  return serverProgram(command, config.WorkingDir || '/', [...environment, `PORT=${port}`], port);
}

/** What `docker load` is sent: the layers as they are, under a name of ours, whatever names the archive has. */
function layoutOf(config: ImageConfig, layers: readonly Layer[]) {
  const own = jsonBlob({ ...config, created: '1970-01-01T00:00:00Z', history: undefined });
  const tag = workloadTag(own.digest);
  const blobs = layers.map(({ sha256, size }) => ({ digest: sha256, size }));
  const { manifest, files } = documents(own, blobs, tag);
  const entries = layers.map(({ path, size, sha256 }): TarEntry => {
    return { path: blobPath(sha256), kind: 'copy', from: path, size, mode: 0o644 };
  });
  return { tag, digest: `sha256:${manifest.digest}`, layout: withParents([...files, own.entry, ...entries]) };
}

async function unpackInto(directory: string, archive: string): Promise<Image> {
  const spooled = join(directory, 'spool');
  await mkdir(spooled);
  const parts = await resolve(await spool(archive, spooled));
  const layers = await plainLayers(parts, directory);
  await rm(spooled, { recursive: true, force: true });
  const program = programOf(parts.config);
  const bytes = layers.reduce((sum, { size }) => sum + size, 0);
  const [lowest] = layers;
  return {
    ...layoutOf(parts.config, layers),
    base: {
      ...{ digest: lowest?.sha256 ?? '', bytes: 0, tarPath: lowest?.path ?? '' },
      rootfs: await unpackRoot(layers, directory),
    },
    ...{ sharedBase: false, layers: layers.length, codeEntries: [], codeBytes: bytes, program },
  };
}

/** An image from an archive, unpacked on this machine; disposing removes what was unpacked. */
export interface UploadedImage extends AsyncDisposable {
  image: Image;
}

/** @throws CrossoverError `archive-refused` for whatever is no image or reaches out of its place */
export async function openArchive(archive: string): Promise<UploadedImage> {
  const directory = join(home(), ownerKey, randomBytes(6).toString('hex'));
  makeDirectory(directory, 0o700);
  const dispose = () => rm(directory, { recursive: true, force: true });
  try {
    return { image: await unpackInto(directory, archive), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Removes what dead owners of this checkout have left unpacked. */
export async function removeUploadLeftovers(): Promise<void> {
  for (const name of await readdir(home())) {
    if (ownerIsDead(name)) await rm(join(home(), name), { recursive: true, force: true });
  }
}
