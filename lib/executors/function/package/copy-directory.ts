import { constants } from 'node:fs';
import { copyFile, lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { makeParents, type PackageSizes, setMode, targetOf } from './files.ts';
import { packageError, tooLarge } from './problems.ts';

interface Copy {
  source: string;
  target: string;
  sizes: PackageSizes;
  bytes: number;
  files: number;
}

/** A link may point to a place in the package (node_modules/.bin has such); out of it, it would read the machine. */
async function refuseEscape(copy: Copy, path: string): Promise<void> {
  const real = await realpath(join(copy.source, path)).catch(() => '');
  if (real.startsWith(copy.source + sep)) return;
  throw packageError(
    'package-special-file',
    `${JSON.stringify(path)} is a link that leads out of the package.`,
    'Copy what it points to into the package.',
  );
}

async function copyOne(copy: Copy, path: string): Promise<void> {
  const { size, mode } = await stat(join(copy.source, path));
  copy.bytes += size;
  copy.files += 1;
  if (copy.bytes > copy.sizes.unpackedBytes) throw tooLarge('The package', copy.sizes.unpackedBytes);
  if (copy.files > copy.sizes.files) throw tooLarge('The number of files in the package', copy.sizes.files);
  const target = targetOf(copy.target, path);
  makeParents(target);
  await copyFile(join(copy.source, path), target, constants.COPYFILE_EXCL);
  await setMode(target, (mode & 0o111) !== 0);
}

async function copyBelow(copy: Copy, under: string, depth: number): Promise<void> {
  // A link to a directory above itself would go on for ever.
  if (depth > 64)
    throw packageError('package-path-refused', 'The package is nested too deeply.', 'Flatten it.');
  for (const name of await readdir(join(copy.source, under))) {
    const path = posix.join(under, name);
    if ((await lstat(join(copy.source, path))).isSymbolicLink()) await refuseEscape(copy, path);
    const what = await stat(join(copy.source, path));
    if (what.isDirectory()) await copyBelow(copy, path, depth + 1);
    else if (what.isFile()) await copyOne(copy, path);
    else throw packageError('package-special-file', `${JSON.stringify(path)} is no file.`, 'Leave it out.');
  }
}

/**
 * Copies a package from a directory of the user into an empty directory of ours.
 * @throws CrossoverError as `unpackZip`, `package-unreadable`
 */
export async function copyDirectory(source: string, target: string, sizes: PackageSizes): Promise<void> {
  const real = await realpath(source).catch(() => {
    throw packageError(
      'package-unreadable',
      `There is no directory ${source}.`,
      'Give the path of a directory.',
    );
  });
  await copyBelow({ source: real, target, sizes, bytes: 0, files: 0 }, '', 0);
}
