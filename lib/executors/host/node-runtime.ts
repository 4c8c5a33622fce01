import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, copyFile, link, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CrossoverError } from '#lib/domain/errors.ts';
import { homeDirectory, makeDirectory } from './home.ts';

const run = promisify(execFile);

/** The Node program that runs a user's code on both sides, so that both measure one runtime. */
export interface NodeRuntime {
  /** Absolute path of a program that every user of the machine may read and execute. */
  binary: string;
  /** Absolute paths of the shared libraries it needs, its loader included; empty for a static program. */
  libraries: string[];
  /** e.g. `26.10.0` */
  version: string;
}

const READABLE_BY_ALL = 0o005;

/** A hard link shares the page cache with the Node that is already running; a copy is the way out across file systems. */
async function place(source: string, target: string, mode: number): Promise<void> {
  const temporary = `${target}.${process.pid}`;
  await rm(temporary, { force: true });
  const linkable = (mode & READABLE_BY_ALL) === READABLE_BY_ALL;
  const linked =
    linkable &&
    (await link(source, temporary)
      .then(() => true)
      .catch(() => false));
  if (!linked) {
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    await chmod(temporary, 0o755);
  }
  await rename(temporary, target);
}

/** One directory a version of the program: an upgraded Node gets a new one, a running sandbox keeps its own. */
async function placedBinary(source: string): Promise<string> {
  const { size, mtimeMs, mode } = await stat(source);
  const directory = join(
    homeDirectory('runtime'),
    `node-${process.versions.node}-${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}`,
  );
  const target = join(directory, 'node');
  const there = await stat(target).catch(() => null);
  if (there?.size === size && (there.mode & READABLE_BY_ALL) === READABLE_BY_ALL) return target;
  makeDirectory(directory, 0o755);
  await place(source, target, mode);
  return target;
}

/** Reads what `ldd` prints. @throws CrossoverError when a library is missing on this machine. */
export function parseLdd(output: string): string[] {
  const missing = /^\s*(\S+) => not found/m.exec(output)?.[1];
  if (missing !== undefined) {
    throw new CrossoverError({
      code: 'runtime-library-missing',
      owner: 'yours',
      message: `Node needs the shared library ${missing}, which this machine does not have.`,
      remedy: `Install the package that contains ${missing}, e.g. apt-get install libatomic1 libstdc++6.`,
    });
  }
  const paths = output.matchAll(/(?:=>\s+|^\s+)(\/\S+)\s+\(0x/gm);
  return [...new Set([...paths].map((match) => match[1] ?? ''))];
}

async function librariesOf(binary: string): Promise<string[]> {
  const { stdout } = await run('ldd', [binary]).catch((error: { stderr?: string }) => {
    if (/not a dynamic executable|not a valid dynamic program/i.test(error.stderr ?? ''))
      return { stdout: '' };
    throw new CrossoverError({
      code: 'runtime-libraries-unknown',
      owner: 'yours',
      message: 'The shared libraries of Node cannot be listed on this machine.',
      remedy: 'Sandboxes need Linux with the program ldd (package libc-bin).',
      detail: error.stderr,
    });
  });
  const libraries = parseLdd(stdout);
  await Promise.all(libraries.map((path) => access(path, constants.R_OK)));
  return libraries;
}

let known: Promise<NodeRuntime> | undefined;

/**
 * Puts the running Node where sandboxes of other users can read it (once per version) and says
 * which libraries it needs.
 * @throws CrossoverError `runtime-library-missing`, `runtime-libraries-unknown`.
 */
export function nodeRuntime(): Promise<NodeRuntime> {
  known ??= placedBinary(process.execPath)
    .then(async (binary) => ({
      binary,
      libraries: await librariesOf(binary),
      version: process.versions.node,
    }))
    .catch((error: unknown) => {
      known = undefined;
      throw error;
    });
  return known;
}
