import { chmod, link, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull } from '../../../host/full-disk.ts';
import type { Objects } from './layers.ts';
import { refused } from './problem.ts';
import type { Tree } from './tree.ts';

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
  await mkdir(root, { recursive: true, mode: 0o755 });
  const paths = [...tree.nodes].toSorted(([a], [b]) => (a < b ? -1 : 1));
  try {
    for (const [path, node] of paths) {
      if (node.kind === 'directory') await mkdir(join(root, path), { recursive: true, mode: node.mode });
    }
    await placeFiles(tree, objects, root);
    for (const [path, node] of paths) {
      if (node.kind === 'link') await symlink(node.target, join(root, path));
    }
  } catch (error) {
    if (isDiskFull(error)) throw error;
    throw refused('The files of the image contradict each other.', String(error));
  }
}
