import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pythonRuntime } from '../../host/python.ts';
import type { TarEntry } from './tar.ts';

/** This machine's Python, as files to copy. */
export interface PythonFiles {
  program: string;
  /** The standard library, each file with its path in the image. */
  files: readonly { from: string; path: string }[];
  /** The same, compiled, with their paths in the image. */
  compiled: readonly TarEntry[];
  libraries: readonly string[];
}

/** What no server needs: tests, editors, compiled copies (they depend on file times), other people's packages. */
const LEFT_OUT =
  /(^|\/)(test|tests|idlelib|tkinter|turtledemo|ensurepip|__pycache__|site-packages|dist-packages|config-[^/]*)(\/|$)|\.a$/;

/** From this machine, where distributions compile the library; without it every start would compile what it imports. */
async function compiledOf(from: string, path: string, tag: string): Promise<TarEntry[]> {
  const name = `${basename(from, '.py')}.${tag}.pyc`;
  const [source, found] = await Promise.all([
    stat(from),
    readFile(join(dirname(from), '__pycache__', name)).catch(() => null),
  ]);
  const content = found && unchecked(found, source);
  return content ? [{ path: `${dirname(path)}/__pycache__/${name}`, kind: 'file', content }] : [];
}

const HEADER = { flags: 4, time: 8, size: 12, end: 16 } as const;
const MAX_U32 = 2 ** 32;

/**
 * A compiled file that holds whatever the time of its source is, since images have no file times: hash-based and
 * unchecked (PEP 552). Null for one that is not of this source.
 */
export function unchecked(pyc: Buffer, source: { mtimeMs: number; size: number }): Buffer | null {
  if (pyc.length < HEADER.end || pyc.readUInt32LE(HEADER.flags) !== 0) return null;
  const sameTime = pyc.readUInt32LE(HEADER.time) === Math.floor(source.mtimeMs / 1000) % MAX_U32;
  if (!sameTime || pyc.readUInt32LE(HEADER.size) !== source.size % MAX_U32) return null;
  const content = Buffer.from(pyc);
  content.writeUInt32LE(1, HEADER.flags);
  // The hash of the source, which nobody asks for.
  content.fill(0, HEADER.time, HEADER.end);
  return content;
}

/** @throws CrossoverError `runtime-missing` */
export async function pythonFiles(): Promise<PythonFiles> {
  const { program, version, library, libraries } = await pythonRuntime();
  const [major, minor] = version.split('.');
  // Where Python looks for it from /usr/local/bin: "lib", or on some systems "lib64".
  const home = `usr/local/${basename(dirname(library))}/${basename(library)}`;
  const entries = await readdir(library, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(library, join(entry.parentPath, entry.name)))
    .filter((path) => !LEFT_OUT.test(path))
    .map((path) => ({ from: join(library, path), path: `${home}/${path}` }));
  const sources = files.filter(({ path }) => path.endsWith('.py'));
  const compiled = await Promise.all(
    sources.map(({ from, path }) => compiledOf(from, path, `cpython-${major}${minor}`)),
  );
  return { program, files, compiled: compiled.flat(), libraries };
}
