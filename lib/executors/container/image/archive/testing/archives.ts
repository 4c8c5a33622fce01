import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Header, pack } from 'tar-stream';
import { afterAll } from 'vitest';
import { openArchive } from '../image.ts';

export type Piece = Partial<Header> & { name: string; content?: string | Buffer };

/** An archive of these, in their order. */
export async function tar(pieces: readonly Piece[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of pieces) {
    if (header.type === undefined || header.type === 'file') archive.entry(header, content);
    else archive.entry(header);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

const here = process.arch === 'x64' ? 'amd64' : process.arch;

function configOf(layers: readonly Buffer[], more: object = {}): string {
  return JSON.stringify({
    ...{ architecture: here, os: 'linux' },
    config: {
      Cmd: ['/server'],
      Env: ['A=1', 'PORT=1'],
      ExposedPorts: { '9000/tcp': {} },
      WorkingDir: '/app',
    },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
    ...more,
  });
}

/** As `docker save` writes it. */
export function saved(layers: readonly Buffer[], more: object = {}): Piece[] {
  const names = layers.map((_, n) => `layer${n}/layer.tar`);
  return [
    {
      name: 'manifest.json',
      content: JSON.stringify([{ Config: 'c.json', RepoTags: ['debian:latest'], Layers: names }]),
    },
    { name: 'c.json', content: configOf(layers, more) },
    ...layers.map((content, n) => ({ name: names[n] ?? '', content })),
  ];
}

/** An OCI image layout whose layers are compressed. */
export function oci(layers: readonly Buffer[], compress: (bytes: Buffer) => Buffer): Piece[] {
  const blobs = new Map<string, Buffer>();
  const add = (content: Buffer) => {
    blobs.set(sha256(content), content);
    return { mediaType: 'x', digest: `sha256:${sha256(content)}`, size: content.length };
  };
  const config = add(Buffer.from(configOf(layers)));
  const manifest = add(
    Buffer.from(JSON.stringify({ config, layers: layers.map((layer) => add(compress(layer))) })),
  );
  const platform = { architecture: here, os: 'linux' };
  const other = {
    ...manifest,
    digest: `sha256:${'0'.repeat(64)}`,
    platform: { architecture: 's390x', os: 'linux' },
  };
  return [
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', content: JSON.stringify({ manifests: [other, { ...manifest, platform }] }) },
    ...[...blobs].map(([digest, content]) => ({ name: `blobs/sha256/${digest}`, content })),
  ];
}

/** Where archives of one test file are written; it goes with the tests. */
export function archiveStage() {
  const directory = mkdtempSync(join(tmpdir(), 'ca-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  let count = 0;
  const write = async (pieces: readonly Piece[] | Buffer): Promise<string> => {
    count += 1;
    const path = join(directory, `archive-${count}.tar`);
    writeFileSync(path, Buffer.isBuffer(pieces) ? pieces : await tar(pieces));
    return path;
  };
  /** Why an archive is refused; `opened` when it is not. */
  const problemOf = async (pieces: readonly Piece[] | Buffer) =>
    openArchive(await write(pieces)).then(
      async (image) => {
        await image[Symbol.asyncDispose]();
        return 'opened';
      },
      (error) => error.problem ?? error,
    );
  return { directory, write, problemOf };
}
