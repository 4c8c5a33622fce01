import { chmod, link, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull } from '../../../host/full-disk.ts';
import { makeDirectory } from '../../../host/home.ts';
import type { Objects } from './layers.ts';
import { refused } from './problem.ts';
import type { Tree } from './tree.ts';

/** The root directory is read-only inside, and here nobody else is to write into it. */
const OTHERS_MAY_WRITE = 0o022;

async function placeFiles(tree: Tree, objects: Objects, root: string): Promise<void> {
  const placed = new Map<number, string>();
  for (const [path, node] of tree.nodes) {
    if (node.kind !== 'file') continue;
    const to = join(root, path);
    const first = placed.get(node.object);
    if (first !== undefined) {
      await link(first, to);
      continue;
    }
    await rename(join(objects.directory, String(node.object)), to);
    await chmod(to, node.mode);
    placed.set(node.object, to);
  }
}

/**
 * Writes a tree below an empty directory: directories, then files, then links. While anything is written there
 * is no link yet that could lead it elsewhere.
 */
export async function place(tree: Tree, objects: Objects, root: string): Promise<void> {
  makeDirectory(root, 0o755);
  const paths = [...tree.nodes].toSorted(([a], [b]) => (a < b ? -1 : 1));
  try {
    for (const [path, node] of paths) {
      if (node.kind === 'directory') await mkdir(join(root, path), { recursive: true, mode: 0o700 });
    }
    await placeFiles(tree, objects, root);
    for (const [path, node] of paths) {
      if (node.kind === 'link') await symlink(node.target, join(root, path));
    }
    // Last, for a directory may be closed to who writes into it, and not by the mode of mkdir: umask would change it.
    for (const [path, node] of paths.toReversed()) {
      if (node.kind === 'directory') await chmod(join(root, path), node.mode & ~OTHERS_MAY_WRITE);
    }
  } catch (error) {
    if (isDiskFull(error)) throw error;
    throw refused('The files of the image contradict each other.', String(error));
  }
}
