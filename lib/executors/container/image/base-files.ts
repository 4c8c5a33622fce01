import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerRuntime } from '#lib/domain/execution/container-options.ts';
import { nodeRuntime } from '../../host/node-runtime.ts';
import { ZONE_DATA } from '../../source/task-environment.ts';
import { pythonFiles } from './python-runtime.ts';
import { type TarEntry, withParents } from './tar.ts';

/** User and group that the code runs as inside. */
export const CONTAINER_USER = 65_534;
export const NODE_PATH = 'usr/local/bin/node';
export const PYTHON_PATH = 'usr/local/bin/python3';

const PASSWD = `root:x:0:0:root:/:/sbin/nologin
app:x:${CONTAINER_USER}:${CONTAINER_USER}:app:/tmp:/sbin/nologin
`;
const GROUP = `root:x:0:
app:x:${CONTAINER_USER}:
`;

/** Where distributions keep the bundle of certificate authorities. */
const CA_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];

async function caBundle(): Promise<TarEntry[]> {
  for (const path of CA_BUNDLES) {
    const content = await readFile(path).catch(() => null);
    if (content !== null) return [{ path: 'etc/ssl/certs/ca-certificates.crt', kind: 'file', content }];
  }
  return [];
}

async function copied(named: string, path: string, mode: number): Promise<TarEntry> {
  const from = await realpath(named);
  return { path, kind: 'copy', from, mode, size: (await stat(from)).size };
}

/** Zones of this machine without their variants with leap seconds and without lists; none where it has none. */
async function zones(): Promise<TarEntry[]> {
  const found = await readdir(ZONE_DATA, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/zoneinfo\/(posix|right)\/|localtime$|posixrules$|leap[^/]*$/.test(path));
  return Promise.all(paths.map((path) => copied(path, path.slice(1), 0o644)));
}

const directory = (path: string, mode = 0o755): TarEntry => ({ path, kind: 'directory', mode });
const text = (path: string, content: string): TarEntry => ({ path, kind: 'file', content });

/** What every base holds: the few files a program expects. No shell and no package manager. */
async function commonEntries(): Promise<TarEntry[]> {
  return [
    ...['proc', 'sys', 'dev', 'run', 'run/services', 'run/crossover', 'var/task', 'var/runtime'].map((path) =>
      directory(path),
    ),
    directory('tmp', 0o1777),
    text('etc/passwd', PASSWD),
    text('etc/group', GROUP),
    text('etc/hosts', '127.0.0.1 localhost\n::1 localhost\n'),
    text('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
    ...(await caBundle()),
  ];
}

const libraries = (paths: readonly string[]): Promise<TarEntry[]> =>
  Promise.all(paths.map((path) => copied(path, path.slice(1), 0o755)));

async function nodeEntries(): Promise<TarEntry[]> {
  const runtime = await nodeRuntime();
  return [
    await copied(runtime.binary, NODE_PATH, 0o755),
    ...(await libraries(runtime.libraries)),
    ...(await zones()),
  ];
}

async function pythonEntries(): Promise<TarEntry[]> {
  const python = await pythonFiles();
  const files = python.files.map(({ from, path }) => copied(from, path, 0o644));
  return [
    await copied(python.program, PYTHON_PATH, 0o755),
    ...(await Promise.all(files)),
    ...python.compiled,
    ...(await libraries(python.libraries)),
    ...(await zones()),
  ];
}

const RUNTIMES: Record<ServerRuntime, () => Promise<TarEntry[]>> = {
  node: nodeEntries,
  python: pythonEntries,
  none: async () => [],
};

/** The base layer of a runtime: its program, the libraries it needs and the few files a program expects. */
export async function baseEntries(runtime: ServerRuntime): Promise<TarEntry[]> {
  return withParents([...(await commonEntries()), ...(await RUNTIMES[runtime]())]);
}
