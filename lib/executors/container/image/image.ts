import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { ServerRuntime } from '#lib/domain/execution/container-options.ts';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { runtimeOf, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { checkoutId } from '../../host/home.ts';
import { PROGRAM_ENVIRONMENT, TASK_ROOT } from '../../source/task-environment.ts';
import { type BaseLayer, baseLayer, unpack } from './base.ts';
import { CONTAINER_USER } from './base-files.ts';
import { blob, blobPath, documents, jsonBlob } from './layout.ts';
import { PORT, type Program, wrapperCommand, wrapperProgram } from './program.ts';
import { type TarEntry, tarBytes, withParents } from './tar.ts';

/** A complete OCI image: the base layer, a layer with the code, and the documents that tie them together. */
export interface Image {
  /** sha256:… of the manifest: it names everything that runs. */
  digest: string;
  /** Name under which an engine keeps it. */
  tag: string;
  base: BaseLayer;
  /** Whether other images share the base; else the layout holds everything. */
  sharedBase: boolean;
  layers: number;
  /** What the code layer holds, for engines that mount it instead. */
  codeEntries: readonly TarEntry[];
  codeBytes: Bytes;
  program: Program;
  /** Everything but the base layer, as files of an OCI layout that `docker load` accepts too. */
  layout: readonly TarEntry[];
}

/** Our wrapper in each language, in /var/runtime by its own names. */
const RUNTIME_FILES: Readonly<Record<WorkloadRuntime, readonly string[]>> = {
  nodejs: ['../runtime/server.cjs', '../../source/handler-contract.mjs', '../../source/handler-runtime.mjs'],
  python: [
    '../runtime/server.py',
    '../runtime/http_wire.py',
    '../../source/python/handler_runtime.py',
    '../../source/python/user_code.py',
  ],
};

const BASES: Readonly<Record<WorkloadRuntime, ServerRuntime>> = { nodejs: 'node', python: 'python' };

/** A file cannot be a directory too: no archive holds both `a` and `a/b`. */
export function refuseConflicts(files: readonly { path: string }[]): void {
  const paths = new Set(files.map(({ path }) => path));
  const parents = files.flatMap(({ path }) => path.split('/').map((_, n, all) => all.slice(0, n).join('/')));
  const conflict = parents.find((parent) => paths.has(parent));
  if (conflict === undefined) return;
  throw new CrossoverError({
    code: 'file-is-directory',
    owner: 'yours',
    message: `"${conflict}" is a file, but another file lies below it.`,
    remedy: 'Rename one of the two.',
  });
}

/** The user's files below /var/task, our wrapper beside them in /var/runtime where no user file can replace it. */
async function codeEntries(bundle: Bundle): Promise<TarEntry[]> {
  const runtime = RUNTIME_FILES[runtimeOf(bundle)].map(async (source): Promise<TarEntry> => {
    const content = await readFile(new URL(source, import.meta.url));
    return { path: `var/runtime/${posix.basename(source)}`, kind: 'file', content };
  });
  const user = bundle.files.map(
    ({ path, content }): TarEntry => ({ path: `var/task/${path}`, kind: 'file', content }),
  );
  return withParents([...(await Promise.all(runtime)), ...user]);
}

/** What any program in an image of ours is told: the defaults, and where the certificate authorities are. */
export const IMAGE_ENVIRONMENT: readonly string[] = [
  ...Object.entries(PROGRAM_ENVIRONMENT).map(([name, value]) => `${name}=${value}`),
  'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
];

const environmentOf = ({ entry, handler, sourceMaps }: Bundle): string[] => [
  ...IMAGE_ENVIRONMENT,
  `LAMBDA_TASK_ROOT=${TASK_ROOT}`,
  `CROSSOVER_ENTRY=${entry}`,
  `CROSSOVER_HANDLER=${handler}`,
  ...(sourceMaps ? ['CROSSOVER_SOURCE_MAPS=1'] : []),
];

/** How the image starts by itself: `docker run -p 8080:8080` serves it without Crossover. */
function configOf(command: readonly string[], environment: readonly string[], diffIds: readonly string[]) {
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: {
      User: `${CONTAINER_USER}:${CONTAINER_USER}`,
      Env: environment,
      Entrypoint: command,
      WorkingDir: TASK_ROOT,
      ExposedPorts: { [`${PORT}/tcp`]: {} },
      StopSignal: 'SIGTERM',
      Labels: { 'crossover.checkout': checkoutId },
    },
    rootfs: { type: 'layers', diff_ids: diffIds.map((digest) => `sha256:${digest}`) },
    history: [
      { created: '1970-01-01T00:00:00Z', created_by: 'crossover base' },
      { created: '1970-01-01T00:00:00Z', created_by: 'crossover code' },
    ].slice(0, diffIds.length),
  };
}

/** Name under which an engine keeps a workload's image. */
export const workloadTag = (digest: string): string =>
  `crossover-${checkoutId}/workload:${digest.slice(0, 16)}`;

/** An image of a shared base and a layer of these files. The same in gives the same digest, anywhere. */
export async function assembleImage(
  base: BaseLayer,
  entries: readonly TarEntry[],
  command: readonly string[],
  program: Program,
): Promise<Image> {
  const code = blob(await tarBytes(entries));
  const config = jsonBlob(configOf(command, program.environment, [base.digest, code.digest]));
  const tag = workloadTag(config.digest);
  const layers = [{ digest: base.digest, size: base.bytes }, code];
  const { manifest, files } = documents(config, layers, tag);
  return {
    digest: `sha256:${manifest.digest}`,
    ...{ tag, base, sharedBase: true, layers: 2, codeEntries: entries, codeBytes: code.size, program },
    layout: withParents([...files, config.entry, code.entry]),
  };
}

/**
 * Builds the image of a bundle: its handler behind our thin HTTP wrapper, over the base of its language.
 * @throws CrossoverError `runtime-missing`, `file-is-directory`
 */
export async function buildImage(bundle: Bundle): Promise<Image> {
  refuseConflicts(bundle.files);
  const runtime = runtimeOf(bundle);
  const program = wrapperProgram(runtime, environmentOf(bundle));
  const base = await baseLayer(BASES[runtime]);
  return assembleImage(base, await codeEntries(bundle), wrapperCommand(runtime), program);
}

/** The layout together with the base layer itself: an image that stands alone. */
export function completeLayout(layout: readonly TarEntry[], base: BaseLayer): TarEntry[] {
  const path = blobPath(base.digest);
  return withParents([...layout, { path, kind: 'copy', from: base.tarPath, size: base.bytes, mode: 0o644 }]);
}

/** Writes the whole image as an OCI image layout into an empty directory, for any other tool to take. */
export const writeLayout = ({ layout, base }: Image, directory: string): Promise<void> =>
  unpack(completeLayout(layout, base), directory);

/** The base as an image of its own, so that an engine is sent its bytes once and keeps them. */
export function baseImage(base: BaseLayer): { tag: string; layout: TarEntry[] } {
  const tag = `crossover-${checkoutId}/base:${base.digest.slice(0, 16)}`;
  const config = jsonBlob(configOf([], ['PATH=/usr/local/bin'], [base.digest]));
  const { files } = documents(config, [{ digest: base.digest, size: base.bytes }], tag);
  return { tag, layout: completeLayout([...files, config.entry], base) };
}
