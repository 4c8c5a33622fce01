import { createHash } from 'node:crypto';
import type { Bytes } from '#lib/domain/units.ts';
import type { TarEntry } from './tar.ts';

const TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
export const blobPath = (digest: string): string => `blobs/sha256/${digest}`;

export interface Blob {
  digest: string;
  size: Bytes;
  entry: TarEntry;
}

export function blob(content: Buffer): Blob {
  const digest = sha256(content);
  return { digest, size: content.length, entry: { path: blobPath(digest), kind: 'file', content } };
}

export const jsonBlob = (value: unknown): Blob => blob(Buffer.from(JSON.stringify(value)));

const descriptor = (mediaType: string, { digest, size }: { digest: string; size: Bytes }) => ({
  mediaType,
  digest: `sha256:${digest}`,
  size,
});

/** The documents that make layers an image, both in OCI's words and in those of `docker load`. */
export function documents(config: Blob, layers: readonly { digest: string; size: Bytes }[], tag: string) {
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
