import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from './image.ts';
import { archiveStage, type Piece, saved, tar } from './testing/archives.ts';

const { directory, write, problemOf } = archiveStage();

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
