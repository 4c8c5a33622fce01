import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { afterAll, describe, expect, it } from 'vitest';
import { homeDirectory } from '../../../host/home.ts';
import { ownerKey } from '../../engines/owner.ts';
import { openArchive } from './image.ts';

const directory = mkdtempSync(join(tmpdir(), 'ca-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Piece = Partial<Header> & { name: string; content?: string | Buffer };

async function tar(pieces: readonly Piece[]): Promise<Buffer> {
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

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
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
function saved(layers: readonly Buffer[], more: object = {}): Piece[] {
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
function oci(layers: readonly Buffer[], compress: (bytes: Buffer) => Buffer): Piece[] {
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

let count = 0;
async function write(pieces: readonly Piece[] | Buffer): Promise<string> {
  count += 1;
  const path = join(directory, `archive-${count}.tar`);
  writeFileSync(path, Buffer.isBuffer(pieces) ? pieces : await tar(pieces));
  return path;
}

const problemOf = async (pieces: readonly Piece[] | Buffer) => {
  const opened = await openArchive(await write(pieces)).then(
    async (image) => {
      await image[Symbol.asyncDispose]();
      return 'opened';
    },
    (error) => error.problem ?? error,
  );
  return opened;
};

const left = (): string[] => {
  try {
    return readdirSync(join(homeDirectory('uploads'), ownerKey));
  } catch {
    return [];
  }
};

const good = await tar([{ name: 'a', content: 'a' }]);
const half = (await tar(saved([good]))).subarray(0, 1_000);

describe('an uploaded image', () => {
  it.each([
    ['docker save', saved],
    ['OCI with gzip', (layers: Buffer[]) => oci(layers, gzipSync)],
    ['OCI with zstd', (layers: Buffer[]) => oci(layers, zstdCompressSync)],
  ])('%s: its layers lie over each other, whiteouts and links included', async (_name, form) => {
    const lower = await tar([
      { name: 'usr/', type: 'directory' },
      { name: 'usr/bin/tool', content: 'old', mode: 0o4755 },
      { name: 'bin', type: 'symlink', linkname: 'usr/bin' },
      { name: 'gone', content: 'x' },
      { name: 'dir/a', content: 'a' },
      { name: 'dir/b', content: 'b' },
    ]);
    const upper = await tar([
      { name: './bin/second', content: 'through a link' },
      { name: 'usr/bin/tool', content: 'new', mode: 0o700 },
      { name: 'hard', type: 'link', linkname: 'usr/bin/tool' },
      { name: '.wh.gone' },
      { name: 'dir/c', content: 'c' },
      { name: 'dir/.wh..wh..opq' },
      { name: 'dev/console', type: 'character-device', devmajor: 5, devminor: 1 },
    ]);
    await using opened = await openArchive(await write(form([lower, upper])));
    const { base, program, layers } = opened.image;
    const read = (path: string) => readFileSync(join(base.rootfs, path), 'utf8');
    expect(read('usr/bin/tool')).toBe('new');
    expect(read('usr/bin/second')).toBe('through a link');
    expect(read('hard')).toBe('new');
    expect(readlinkSync(join(base.rootfs, 'bin'))).toBe('usr/bin');
    expect(lstatSync(join(base.rootfs, 'usr/bin/tool')).mode & 0o7777).toBe(0o755);
    expect(readdirSync(join(base.rootfs, 'dir'))).toEqual(['c']);
    expect(readdirSync(base.rootfs)).not.toContain('gone');
    expect(readdirSync(join(base.rootfs, 'dev'))).toEqual([]);
    expect(layers).toBe(2);
    expect(program).toMatchObject({
      kind: 'server',
      cwd: '/app',
      port: 9000,
      environment: ['A=1', 'PORT=9000'],
    });
    expect(program.command(128)).toEqual(['/server']);
  });

  it('has the same digest each time and never the names the archive asks for', async () => {
    const layer = await tar([{ name: 'a', content: 'a' }]);
    await using one = await openArchive(await write(saved([layer])));
    await using two = await openArchive(await write(saved([layer])));
    expect(two.image.digest).toBe(one.image.digest);
    expect(one.image.tag).toMatch(/^crossover-[0-9a-f]{8}\/workload:/);
    const manifest = one.image.layout.find(({ path }) => path === 'manifest.json');
    expect(JSON.stringify(manifest)).not.toContain('debian:latest');
  });

  const [manifest, config, layer] = saved([good]) as [Piece, Piece, Piece];

  it.each<[string, readonly Piece[] | Buffer, RegExp]>([
    ['no tar', Buffer.from('this is not a tar '.repeat(100)), /cannot be read/],
    ['nothing', Buffer.alloc(0), /no image/],
    ['a tar that is no image', [{ name: 'readme', content: 'x' }], /no image/],
    ['a name that leads out', [manifest, config, layer, { name: '../../evil', content: 'x' }], /leads out/],
    ['an absolute name', [manifest, config, layer, { name: '/etc/evil', content: 'x' }], /leads out/],
    [
      'a link',
      [manifest, config, { name: 'layer0/layer.tar', type: 'symlink', linkname: '/etc/shadow' }],
      /symlink/,
    ],
    [
      'a hard link',
      [manifest, config, { name: 'layer0/layer.tar', type: 'link', linkname: 'c.json' }],
      /link/,
    ],
    [
      'a device',
      [manifest, config, layer, { name: 'd', type: 'block-device', devmajor: 8, devminor: 0 }],
      /block-device/,
    ],
    ['a missing layer', [manifest, config], /lacks/],
    ['a document that is no JSON', [{ name: 'manifest.json', content: '{' }], /no JSON/],
    ['another shape', [{ name: 'manifest.json', content: '{"a":1}' }], /not what an image has/],
    ['another architecture', saved([good], { architecture: 's390x' }), /s390x/],
    ['no command', saved([good], { config: {} }), /ENTRYPOINT/],
    [
      'a changed layer',
      [manifest, config, { name: 'layer0/layer.tar', content: Buffer.concat([good, good]) }],
      /changed/,
    ],
    ['a layer that is no tar', saved([Buffer.from('x'.repeat(2_000))]), /cannot be read/],
    ['a half archive', half, /cannot be read|no image/],
  ])('is refused: %s', async (_name, pieces, message) => {
    expect(await problemOf(pieces)).toMatchObject({
      code: 'archive-refused',
      owner: 'yours',
      message: expect.stringMatching(message),
    });
    expect(left()).toEqual([]);
  });

  it('is refused when a blob is not what its name says', async () => {
    const pieces = oci([good], gzipSync);
    const changed = pieces.map((piece, n) =>
      n === pieces.length - 2 ? { ...piece, content: Buffer.from('{}') } : piece,
    );
    expect(await problemOf(changed)).toMatchObject({ code: 'archive-refused' });
  });
});

describe('a layer that wants to write elsewhere', () => {
  const outside = join(directory, 'outside');
  const attempts: [string, Piece[]][] = [
    ['by a name', [{ name: '../outside', content: 'evil' }]],
    ['by an absolute name', [{ name: outside, content: 'evil' }]],
    ['by a whiteout', [{ name: '../.wh.outside' }]],
    ['by a hard link', [{ name: 'x', type: 'link', linkname: '../../../etc/passwd' }]],
  ];
  it.each(attempts)('%s is refused', async (_name, pieces) => {
    expect(await problemOf(saved([await tar(pieces)]))).toMatchObject({ code: 'archive-refused' });
    expect(() => lstatSync(outside)).toThrow();
  });

  it.each<[string, Piece[]]>([
    [
      'a link to a directory of this machine',
      [
        { name: 'd', type: 'symlink', linkname: directory },
        { name: 'd/outside', content: 'evil' },
      ],
    ],
    [
      'a relative one',
      [
        { name: 'd', type: 'symlink', linkname: `../../../../../../..${directory}` },
        { name: 'd/outside', content: 'evil' },
      ],
    ],
    [
      'a file that becomes a link',
      [
        { name: 'f', type: 'symlink', linkname: outside },
        { name: 'f', content: 'evil' },
      ],
    ],
  ])('%s: the write stays below the root directory', async (_name, pieces) => {
    await using opened = await openArchive(await write(saved([await tar(pieces)])));
    expect(() => lstatSync(outside)).toThrow();
    expect(readdirSync(opened.image.base.rootfs).length).toBeGreaterThan(3);
  });

  it('links in a circle are refused', async () => {
    const pieces: Piece[] = [
      { name: 'a', type: 'symlink', linkname: 'b' },
      { name: 'b', type: 'symlink', linkname: 'a' },
      { name: 'a/x', content: '' },
    ];
    expect(await problemOf(saved([await tar(pieces)]))).toMatchObject({ code: 'archive-refused' });
  });
});
