import { execFile } from 'node:child_process';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { CrossoverError } from '#lib/domain/errors.ts';
import { parseLdd } from '../../host/node-runtime.ts';

const run = promisify(execFile);

/** This machine's Python, as files to copy. */
export interface PythonRuntime {
  binary: string;
  files: readonly { from: string; path: string }[];
  libraries: readonly string[];
}

const ASK = `import json, sys, sysconfig
print(json.dumps([sys.executable, sysconfig.get_path('stdlib'), 'python%d.%d' % sys.version_info[:2]]))`;

/** What no server needs: tests, editors, compiled copies (they depend on file times), other people's packages. */
const LEFT_OUT =
  /(^|\/)(test|tests|idlelib|tkinter|turtledemo|ensurepip|__pycache__|site-packages|dist-packages|config-[^/]*)(\/|$)|\.a$/;

async function missing(cause: unknown): Promise<never> {
  throw new CrossoverError(
    {
      code: 'python-missing',
      owner: 'yours',
      message: 'There is no Python on this machine to make the base of the image from.',
      remedy: 'Install it (e.g. apt-get install python3), or upload an image that brings its own.',
      detail: cause instanceof Error ? cause.message : String(cause),
    },
    { cause },
  );
}

async function librariesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      run('ldd', [path]).then(
        ({ stdout }) => parseLdd(stdout),
        () => [],
      ),
    ),
  );
  return [...new Set(found.flat())].sort();
}

/** @throws CrossoverError `python-missing` */
export async function pythonRuntime(): Promise<PythonRuntime> {
  const { stdout } = await run('python3', ['-I', '-c', ASK]).catch(missing);
  const [executable, library, name]: [string, string, string] = JSON.parse(stdout);
  const entries = await readdir(library, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(library, join(entry.parentPath, entry.name)))
    .filter((path) => !LEFT_OUT.test(path));
  const binary = await realpath(executable);
  const modules = files.filter((path) => path.endsWith('.so')).map((path) => join(library, path));
  return {
    binary,
    files: files.map((path) => ({ from: join(library, path), path: `usr/local/lib/${name}/${path}` })),
    libraries: await librariesOf([binary, ...modules]),
  };
}
