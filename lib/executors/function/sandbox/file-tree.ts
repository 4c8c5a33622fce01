import { chmodSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What lies below a directory, looked up once so that linking it costs a call a file. */
export interface FileTree {
  root: string;
  /** Parents before their children. */
  directories: readonly string[];
  files: readonly string[];
}

export function treeOf(root: string): FileTree {
  const inside = readdirSync(root, { withFileTypes: true, recursive: true });
  const pathOf = (entry: (typeof inside)[number]): string =>
    relative(root, join(entry.parentPath, entry.name));
  const directories = inside.filter((entry) => entry.isDirectory()).map(pathOf);
  const files = inside.filter((entry) => !entry.isDirectory()).map(pathOf);
  return { root, directories: directories.toSorted(), files };
}

/** Hard links into an empty directory: the same read-only bytes, and the kernel's page cache knows them already. */
export function linkTree({ root, directories, files }: FileTree, to: string): void {
  for (const path of directories) {
    mkdirSync(`${to}/${path}`);
    // Not by the mode of mkdirSync: a strict umask would take it back.
    chmodSync(`${to}/${path}`, 0o755);
  }
  for (const path of files) linkSync(`${root}/${path}`, `${to}/${path}`);
}
