import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeZip, type ZipEntry } from '../testing/zip.ts';
import { PLATFORM_SIZES, placePackage } from './store.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'package-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
const target = (): string => {
  count += 1;
  return join(root, `code-${count}`);
};
const refuse = async (bytes: Buffer, sizes = PLATFORM_SIZES): Promise<string> => {
  const directory = target();
  const error = await placePackage({ kind: 'zip', bytes }, directory, sizes).catch((thrown) => thrown);
  expect(existsSync(directory), 'nothing is left').toBe(false);
  return error.problem.code;
};
const file: ZipEntry = { name: 'index.js', content: 'exports.handler = () => 1;' };

describe('a ZIP', () => {
  it('is unpacked with its directories and executable bits, readable by all, writable by us', async () => {
    const directory = target();
    const bytes = makeZip([
      file,
      { name: 'lib/', content: '', mode: 0o040755 },
      { name: 'lib/été.txt', content: 'x'.repeat(100_000) },
      { name: 'bootstrap', content: '#!/bin/sh', mode: 0o100777 },
    ]);
    const placed = await placePackage({ kind: 'zip', bytes }, directory);
    expect(placed.bytes).toBe(bytes.length);
    expect(readFileSync(join(directory, 'lib/été.txt'), 'utf8')).toHaveLength(100_000);
    expect(statSync(join(directory, 'bootstrap')).mode & 0o777).toBe(0o755);
    expect(statSync(join(directory, 'index.js')).mode & 0o777).toBe(0o644);
    expect(statSync(join(directory, 'lib')).mode & 0o777).toBe(0o755);
  });

  it.each<[string, ZipEntry, string]>([
    ['..', { ...file, name: '../evil.js' }, 'package-path-refused'],
    ['.. inside', { ...file, name: 'a/../../evil.js' }, 'package-path-refused'],
    ['. inside', { ...file, name: 'a/./evil.js' }, 'package-path-refused'],
    ['an absolute path', { ...file, name: '/etc/evil.js' }, 'package-path-refused'],
    ['a drive letter', { ...file, name: 'c:evil.js' }, 'package-path-refused'],
    ['backslashes', { ...file, name: '..\\evil.js' }, 'package-path-refused'],
    ['an empty name', { ...file, name: '' }, 'package-path-refused'],
    ['a zero character', { ...file, name: 'a\0b' }, 'package-path-refused'],
    ['a long name', { ...file, name: 'a/'.repeat(600) }, 'package-path-refused'],
    ['a symbolic link', { name: 'link', content: '/etc/passwd', mode: 0o120777 }, 'package-special-file'],
    ['a device', { name: 'null', content: '', mode: 0o020666 }, 'package-special-file'],
    ['a pipe', { name: 'pipe', content: '', mode: 0o010666 }, 'package-special-file'],
    ['an impossible size', { ...file, claimedSize: 200_000_000 }, 'package-bomb'],
    ['a size that is too small', { ...file, claimedSize: 3 }, 'package-unreadable'],
    ['a wrong checksum', { ...file, claimedCrc: 1 }, 'package-unreadable'],
  ])('with %s is refused', async (_name, entry, code) => {
    expect(await refuse(makeZip([file, entry]))).toBe(code);
  });

  it('that writes through a link it brought is refused before anything is written', async () => {
    const link = { name: 'dir', content: '/tmp', mode: 0o120777 };
    expect(await refuse(makeZip([link, { name: 'dir/evil', content: 'x' }]))).toBe('package-special-file');
  });

  it('with one name twice, or a file that is a directory too, is refused', async () => {
    expect(await refuse(makeZip([file, file]))).toBe('package-unreadable');
    expect(await refuse(makeZip([file, { name: 'index.js/x', content: '' }]))).toBe('package-unreadable');
  });

  it('that unpacks to more than is allowed is refused, by its headers and by what comes out', async () => {
    const sizes = { ...PLATFORM_SIZES, unpackedBytes: 8 * 1024 * 1024 };
    const zeros = { name: 'zeros', content: Buffer.alloc(2 * 1024 * 1024) };
    const bomb = makeZip(Array.from({ length: 5 }, (_, n) => ({ ...zeros, name: `zeros-${n}` })));
    expect(bomb.length).toBeLessThan(20_000);
    expect(await refuse(bomb, sizes)).toBe('package-too-large');
    expect(await refuse(makeZip([{ ...zeros, claimedSize: 1_000 }]), sizes)).toBe('package-unreadable');
  });

  it('of more than 50 MB, with too many files, or without any is refused', async () => {
    const small = { ...PLATFORM_SIZES, zipBytes: 100, files: 1 };
    expect(await refuse(makeZip([file]), small)).toBe('package-too-large');
    expect(await refuse(makeZip([file, { ...file, name: 'b' }]), { ...small, zipBytes: 1e6 })).toBe(
      'package-too-large',
    );
    expect(await refuse(makeZip([]))).toBe('package-empty');
    expect(await refuse(Buffer.from('no zip at all'))).toBe('package-unreadable');
    expect(PLATFORM_SIZES).toMatchObject({ zipBytes: 52_428_800, unpackedBytes: 262_144_000 });
  });
});

describe('a directory', () => {
  const source = (): string => {
    const path = mkdtempSync(join(root, 'source-'));
    mkdirSync(join(path, 'lib'));
    writeFileSync(join(path, 'lib/a.js'), '1');
    return path;
  };

  it('is copied; links inside become files', async () => {
    const path = source();
    symlinkSync('lib/a.js', join(path, 'b.js'));
    const directory = target();
    const placed = await placePackage({ kind: 'directory', path }, directory);
    expect(readdirSync(directory)).toEqual(['b.js', 'lib']);
    expect(placed.bytes).toBe(2);
    const again = await placePackage({ kind: 'directory', path }, target());
    expect(again.sha256).toBe(placed.sha256);
  });

  it.each<[string, (path: string) => void]>([
    ['leaves it', (path) => symlinkSync('/etc/passwd', join(path, 'link'))],
    ['leads up', (path) => symlinkSync('..', join(path, 'link'))],
    ['dangles', (path) => symlinkSync('nowhere', join(path, 'link'))],
  ])('with a link that %s is refused', async (_name, spoil) => {
    const path = source();
    spoil(path);
    const directory = target();
    await expect(placePackage({ kind: 'directory', path }, directory)).rejects.toMatchObject({
      problem: { code: 'package-special-file' },
    });
    expect(existsSync(directory)).toBe(false);
  });

  it('that is too large or not there is refused', async () => {
    const small = { ...PLATFORM_SIZES, unpackedBytes: 0 };
    const tooLarge = placePackage({ kind: 'directory', path: source() }, target(), small);
    await expect(tooLarge).rejects.toMatchObject({ problem: { code: 'package-too-large' } });
    const missing = placePackage({ kind: 'directory', path: join(source(), 'not-there') }, target());
    await expect(missing).rejects.toMatchObject({ problem: { code: 'package-unreadable' } });
  });
});
