import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { makeDirectory } from '../../host/home.ts';
import { copyDirectory } from './copy-directory.ts';
import { directorySha256, filesBelow, type PackageSizes, sha256 } from './files.ts';
import { packageError } from './problems.ts';
import { unpackZip } from './unpack-zip.ts';

export const PLATFORM_SIZES: PackageSizes = {
  zipBytes: FUNCTION_LIMITS.zipBytes,
  unpackedBytes: FUNCTION_LIMITS.unpackedBytes,
  files: 100_000,
};

/** Code as a user brings it. */
export type FunctionPackage = { kind: 'zip'; bytes: Buffer } | { kind: 'directory'; path: string };

export interface PlacedCode {
  directory: string;
  /** Base64, as the platform shows it: of the ZIP, or of names and contents of a directory. */
  sha256: string;
  /** Of the ZIP, or of all files. */
  bytes: Bytes;
}

async function sizeOf(directory: string): Promise<Bytes> {
  const sizes = (await filesBelow(directory)).map(async (path) => (await stat(join(directory, path))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function place(given: FunctionPackage, directory: string, sizes: PackageSizes): Promise<PlacedCode> {
  if (given.kind === 'zip') {
    await unpackZip(given.bytes, directory, sizes);
    return { directory, sha256: sha256(given.bytes), bytes: given.bytes.length };
  }
  await copyDirectory(given.path, directory, sizes);
  return { directory, sha256: await directorySha256(directory), bytes: await sizeOf(directory) };
}

/**
 * Puts a package where sandboxes may read it and nobody but us may write; nothing is left when it is refused.
 * @throws CrossoverError `package-…`
 */
export async function placePackage(
  given: FunctionPackage,
  directory: string,
  sizes = PLATFORM_SIZES,
): Promise<PlacedCode> {
  makeDirectory(directory, 0o755);
  try {
    const placed = await place(given, directory, sizes);
    if ((await filesBelow(directory)).length > 0) return placed;
    throw packageError('package-empty', 'The package has no files.', 'Put the code at the top of the ZIP.');
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}
