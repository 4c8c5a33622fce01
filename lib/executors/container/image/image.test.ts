import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import { baseLayer, unpack } from './base.ts';
import { baseImage, buildImage, completeLayout, writeLayout } from './image.ts';
import { type TarEntry, tarBytes, tarStream, withParents } from './tar.ts';

const directory = mkdtempSync(join(tmpdir(), 'ci-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const bundle: Bundle = {
  entry: 'a.mjs',
  handler: 'handler',
  files: [
    { path: 'a.mjs', content: 'export const handler = () => 1;' },
    { path: 'lib/deep/b.mjs', content: 'é' },
  ],
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Listed {
  name: string;
  type: string;
  mode: number;
  uid: number;
  mtime: number;
  content: Buffer;
}

async function listed(bytes: Buffer): Promise<Listed[]> {
  const found: Listed[] = [];
  const reader = extract();
  const reading = (async () => {
    for await (const entry of reader) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const { name, type, mode, uid, mtime } = entry.header;
      found.push({
        ...{ name, type: type ?? '', mode: mode ?? 0, uid: uid ?? 0 },
        mtime: mtime?.getTime() ?? -1,
        content: Buffer.concat(chunks),
      });
    }
  })();
  await pipeline(Readable.from([bytes]), reader);
  await reading;
  return found;
}

const contentOf = (entries: readonly TarEntry[], path: string): Buffer => {
  const entry = entries.find((one) => one.path === path);
  if (entry?.kind !== 'file') throw new Error(`no file ${path}`);
  return Buffer.from(entry.content);
};
const jsonOf = (entries: readonly TarEntry[], path: string) =>
  JSON.parse(contentOf(entries, path).toString());

describe('tar', () => {
  it('gives the same bytes whatever the order, with parents first and nothing of this machine', async () => {
    const entries: TarEntry[] = [
      { path: 'x/y/z', kind: 'file', content: 'z' },
      { path: 'a', kind: 'file', content: 'a', mode: 0o600 },
    ];
    const one = await tarBytes(withParents(entries));
    expect(await tarBytes(withParents(entries.toReversed()))).toEqual(one);
    const all = await listed(one);
    expect(all.map(({ name }) => name)).toEqual(['a', 'x/', 'x/y/', 'x/y/z']);
    expect(all.every(({ uid, mtime }) => uid === 0 && mtime === 0)).toBe(true);
    expect(all[0]?.mode).toBe(0o600);
  });

  it('reads files from disk and fails when one is not there', async () => {
    const path = join(directory, 'source');
    writeFileSync(path, 'from disk');
    const copy = { path: 'c', kind: 'copy', size: 9 } as const;
    const [entry] = await listed(await tarBytes([{ ...copy, from: path }]));
    expect(entry?.content.toString()).toBe('from disk');
    await expect(tarBytes([{ ...copy, from: join(directory, 'none') }])).rejects.toThrow(/ENOENT/);
  });
});

describe('base', () => {
  it('is found again at the second call, with a root directory in which Node runs by itself', async () => {
    const base = await baseLayer();
    expect(await baseLayer()).toBe(base);
    expect(statSync(base.tarPath).size).toBe(base.bytes);
    const version = execFileSync('chroot', [base.rootfs, '/usr/local/bin/node', '--version'], {
      encoding: 'utf8',
    });
    expect(version.trim()).toBe(process.version);
  });

  it('holds the certificates and a user, and no shell', async () => {
    const { rootfs } = await baseLayer();
    expect(readFileSync(join(rootfs, 'etc/ssl/certs/ca-certificates.crt'), 'utf8')).toContain(
      'BEGIN CERTIFICATE',
    );
    expect(readFileSync(join(rootfs, 'etc/passwd'), 'utf8')).toMatch(/^app:x:65534/m);
    for (const path of ['bin/sh', 'usr/bin/sh', 'bin/bash'])
      expect(existsSync(join(rootfs, path))).toBe(false);
  });

  it('never changes the mode of a file of this machine, not even of one it links', async () => {
    const source = join(directory, 'library');
    writeFileSync(source, 'lib', { mode: 0o644 });
    await unpack(
      [{ path: 'library', kind: 'copy', from: source, size: 3, mode: 0o755 }],
      join(directory, 'root'),
    );
    expect(statSync(source).mode & 0o777).toBe(0o644);
    expect(statSync(join(directory, 'root/library')).mode & 0o777).toBe(0o755);
  });
});

describe('image', () => {
  it('is a complete OCI layout: every document names what is there by its digest and size', async () => {
    const image = await buildImage(bundle);
    const complete = completeLayout(image.layout, image.base);
    expect(jsonOf(complete, 'oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' });
    const [named] = jsonOf(complete, 'index.json').manifests;
    expect(named.digest).toBe(image.digest);
    const blob = (digest: string) => contentOf(complete, `blobs/sha256/${digest.replace('sha256:', '')}`);
    const manifest = JSON.parse(blob(named.digest).toString());
    const config = JSON.parse(blob(manifest.config.digest).toString());
    expect(config.rootfs.diff_ids).toEqual(manifest.layers.map(({ digest }: { digest: string }) => digest));
    expect(manifest.layers[0]).toMatchObject({
      digest: `sha256:${image.base.digest}`,
      size: image.base.bytes,
    });
    for (const { digest, size } of [named, manifest.config, manifest.layers[1]]) {
      expect(`sha256:${sha256(blob(digest))}`).toBe(digest);
      expect(blob(digest).length).toBe(size);
    }
  });

  it('can be written as a directory for other tools', async () => {
    const image = await buildImage(bundle);
    const path = join(directory, 'layout');
    await writeLayout(image, path);
    const [named] = JSON.parse(readFileSync(join(path, 'index.json'), 'utf8')).manifests;
    const manifest = JSON.parse(readFileSync(join(path, 'blobs', named.digest.replace(':', '/')), 'utf8'));
    for (const { digest, size } of [manifest.config, ...manifest.layers]) {
      expect(statSync(join(path, 'blobs', digest.replace(':', '/'))).size).toBe(size);
    }
  });

  it('says the same to docker load', async () => {
    const image = await buildImage(bundle);
    const [docker] = jsonOf(image.layout, 'manifest.json');
    expect(docker.RepoTags).toEqual([image.tag]);
    expect(docker.Layers[0]).toBe(`blobs/sha256/${image.base.digest}`);
    expect(contentOf(image.layout, docker.Config).length).toBeGreaterThan(0);
  });

  it('has the digest that the base layer really has', async () => {
    const { digest, tarPath } = await baseLayer();
    expect(sha256(readFileSync(tarPath))).toBe(digest);
  });

  it('keeps the user below /var/task and our wrapper out of its reach', async () => {
    const { codeEntries, codeBytes, layout } = await buildImage(bundle);
    const files = codeEntries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
    expect(files).toEqual([
      'var/runtime/handler-contract.mjs',
      'var/runtime/handler-runtime.mjs',
      'var/runtime/server.cjs',
      'var/task/a.mjs',
      'var/task/lib/deep/b.mjs',
    ]);
    const layers = jsonOf(layout, 'manifest.json')[0].Layers;
    expect(contentOf(layout, layers[1])).toHaveLength(codeBytes);
    const inside = await listed(contentOf(layout, layers[1]));
    expect(inside.find(({ name }) => name === 'var/task/lib/deep/b.mjs')?.content.toString()).toBe('é');
  });

  it('is the same for the same code and another for another', async () => {
    const one = await buildImage(bundle);
    const same = await buildImage({ ...bundle, files: bundle.files.toReversed() });
    const other = await buildImage({ ...bundle, handler: 'other' });
    expect(same.digest).toBe(one.digest);
    expect(other.digest).not.toBe(one.digest);
    expect(other.tag).not.toBe(one.tag);
  });

  it('refuses a file that is a directory too', async () => {
    const files = [
      { path: 'a', content: '' },
      { path: 'a/b', content: '' },
    ];
    await expect(buildImage({ entry: 'a', handler: 'x', files })).rejects.toMatchObject({
      problem: { code: 'file-is-directory', owner: 'yours' },
    });
  });

  it('the base alone is an image of one layer', async () => {
    const base = await baseLayer();
    const { layout, tag } = baseImage(base);
    const [docker] = jsonOf(layout, 'manifest.json');
    expect(docker).toMatchObject({ RepoTags: [tag], Layers: [`blobs/sha256/${base.digest}`] });
    expect(layout.some(({ kind }) => kind === 'copy')).toBe(true);
    let bytes = 0;
    for await (const chunk of tarStream(layout)) bytes += (chunk as Buffer).length;
    expect(bytes).toBeGreaterThan(base.bytes);
  });
});
