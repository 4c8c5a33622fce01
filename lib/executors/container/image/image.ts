import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { checkoutId } from '../../host/home.ts';
import { type BaseLayer, baseLayer, unpack } from './base.ts';
import { CONTAINER_USER, NODE_PATH } from './base-files.ts';
import { PORT, type Program, wrapperProgram } from './program.ts';
import { type TarEntry, tarBytes, withParents } from './tar.ts';

/** A complete OCI image: the base layer, a layer with the code, and the documents that tie them together. */
export interface Image {
  /** sha256:… of the manifest: it names everything that runs. */
  digest: string;
  /** Name under which an engine keeps it. */
  tag: string;
  base: BaseLayer;
  /** What the code layer holds, for engines that mount it instead. */
  codeEntries: readonly TarEntry[];
  codeBytes: Bytes;
  program: Program;
  /** Everything but the base layer, as files of an OCI layout that `docker load` accepts too. */
  layout: readonly TarEntry[];
}

const RUNTIME_FILES = [
  { path: 'var/runtime/server.mjs', source: new URL('../runtime/server.mjs', import.meta.url) },
  {
    path: 'var/runtime/handler-runtime.mjs',
    source: new URL('../../source/handler-runtime.mjs', import.meta.url),
  },
] as const;

const TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const blobPath = (digest: string): string => `blobs/sha256/${digest}`;

interface Blob {
  digest: string;
  size: Bytes;
  entry: TarEntry;
}

function blob(content: Buffer): Blob {
  const digest = sha256(content);
  return { digest, size: content.length, entry: { path: blobPath(digest), kind: 'file', content } };
}

const jsonBlob = (value: unknown): Blob => blob(Buffer.from(JSON.stringify(value)));

const descriptor = (mediaType: string, { digest, size }: { digest: string; size: Bytes }) => ({
  mediaType,
  digest: `sha256:${digest}`,
  size,
});

/** A file cannot be a directory too: no archive holds both `a` and `a/b`. */
function refuseConflicts(bundle: Bundle): void {
  const paths = new Set(bundle.files.map(({ path }) => path));
  const parents = bundle.files.flatMap(({ path }) =>
    path.split('/').map((_, n, all) => all.slice(0, n).join('/')),
  );
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
  const runtime = RUNTIME_FILES.map(async ({ path, source }): Promise<TarEntry> => {
    return { path, kind: 'file', content: await readFile(source) };
  });
  const user = bundle.files.map(
    ({ path, content }): TarEntry => ({ path: `var/task/${path}`, kind: 'file', content }),
  );
  return withParents([...(await Promise.all(runtime)), ...user]);
}

const environmentOf = ({ entry, handler }: Bundle): string[] => [
  'PATH=/usr/local/bin',
  'NODE_ENV=production',
  `PORT=${PORT}`,
  'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
  `CROSSOVER_ENTRY=${entry}`,
  `CROSSOVER_HANDLER=${handler}`,
];

/** How the image starts by itself: `docker run -p 8080:8080` serves it without Crossover. */
function configOf(bundle: Bundle, diffIds: readonly string[]) {
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: {
      User: `${CONTAINER_USER}:${CONTAINER_USER}`,
      Env: environmentOf(bundle),
      Entrypoint: [`/${NODE_PATH}`, '/var/runtime/server.mjs'],
      WorkingDir: '/var/task',
      ExposedPorts: { '8080/tcp': {} },
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

/** The documents that make layers an image, both in OCI's words and in those of `docker load`. */
function documents(config: Blob, layers: readonly { digest: string; size: Bytes }[], tag: string) {
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config: descriptor(TYPES.config, config),
    layers: layers.map((layer) => descriptor(TYPES.layer, layer)),
  });
  const index = {
    schemaVersion: 2,
    mediaType: TYPES.index,
    manifests: [
      {
        ...descriptor(TYPES.manifest, manifest),
        annotations: {
          'io.containerd.image.name': `docker.io/${tag}`,
          'org.opencontainers.image.ref.name': tag.split(':')[1],
        },
      },
    ],
  };
  const docker = [
    {
      Config: blobPath(config.digest),
      RepoTags: [tag],
      Layers: layers.map(({ digest }) => blobPath(digest)),
    },
  ];
  const file = (path: string, value: unknown): TarEntry => ({
    path,
    kind: 'file',
    content: JSON.stringify(value),
  });
  return {
    manifest,
    files: [
      file('oci-layout', { imageLayoutVersion: '1.0.0' }),
      file('index.json', index),
      file('manifest.json', docker),
      manifest.entry,
    ],
  };
}

/** Builds the image of a bundle. The same bundle on the same runtime gives the same digest, anywhere. */
export async function buildImage(bundle: Bundle): Promise<Image> {
  refuseConflicts(bundle);
  const base = await baseLayer();
  const entries = await codeEntries(bundle);
  const code = blob(await tarBytes(entries));
  const config = jsonBlob(configOf(bundle, [base.digest, code.digest]));
  const tag = `crossover-${checkoutId}/workload:${config.digest.slice(0, 16)}`;
  const layers = [{ digest: base.digest, size: base.bytes }, code];
  const { manifest, files } = documents(config, layers, tag);
  return {
    digest: `sha256:${manifest.digest}`,
    tag,
    base,
    codeEntries: entries,
    codeBytes: code.size,
    program: wrapperProgram(environmentOf(bundle)),
    layout: withParents([...files, config.entry, code.entry]),
  };
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
  const config = jsonBlob(configOf({ entry: '', handler: '', files: [] }, [base.digest]));
  const { files } = documents(config, [{ digest: base.digest, size: base.bytes }], tag);
  return { tag, layout: completeLayout([...files, config.entry], base) };
}
