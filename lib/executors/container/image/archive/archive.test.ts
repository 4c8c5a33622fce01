import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { homeDirectory } from '../../../host/home.ts';
import { ownerKey } from '../../engines/owner.ts';
import { openArchive } from './image.ts';
import { archiveStage, oci, type Piece, saved, tar } from './testing/archives.ts';

const { write, problemOf } = archiveStage();

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
