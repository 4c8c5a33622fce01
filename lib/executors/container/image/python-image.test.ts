import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import { pythonRuntime } from '../../host/python.ts';
import { baseLayer } from './base.ts';
import { baseEntries } from './base-files.ts';
import { buildImage } from './image.ts';
import { unchecked } from './python-runtime.ts';
import { tarStream } from './tar.ts';

const bundle: Bundle = {
  entry: 'app/h.py',
  handler: 'handler',
  files: [{ path: 'app/h.py', content: 'def handler(event, context): return 1' }],
};

describe('the image of code in Python', () => {
  it('has a base of its own, shared by all of them; images of other code know nothing of it', async () => {
    const [one, other] = [await buildImage(bundle), await buildImage({ ...bundle, handler: 'other' })];
    const node = await buildImage({ entry: 'h.mjs', handler: 'h', files: [{ path: 'h.mjs', content: '' }] });
    expect(one.base).toBe(await baseLayer('python'));
    expect([other.base.digest, other.sharedBase]).toEqual([one.base.digest, true]);
    expect(other.digest).not.toBe(one.digest);
    expect(node.base.digest).not.toBe(one.base.digest);
    expect(existsSync(join(node.base.rootfs, 'usr/local/bin/python3'))).toBe(false);
    expect(existsSync(join(one.base.rootfs, 'usr/local/bin/node'))).toBe(false);
  });

  it('holds the wrapper beside the code, and starts by itself', async () => {
    const { codeEntries, program, layout } = await buildImage(bundle);
    const files = codeEntries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
    expect(files).toEqual([
      'var/runtime/handler_runtime.py',
      'var/runtime/http_wire.py',
      'var/runtime/server.py',
      'var/runtime/user_code.py',
      'var/task/app/h.py',
    ]);
    expect(program.command(256).join(' ')).toMatch(
      /^\/usr\/local\/bin\/python3 .*\/var\/runtime\/server\.py$/,
    );
    const text = layout.map((entry) => (entry.kind === 'file' ? String(entry.content) : '')).join('\n');
    expect(text).toContain('"Entrypoint":["/usr/local/bin/python3"');
  });

  it('is the same whenever it is made', async () => {
    const hash = createHash('sha256');
    for await (const chunk of tarStream(await baseEntries('python'))) hash.update(chunk as Buffer);
    expect(hash.digest('hex')).toBe((await baseLayer('python')).digest);
    expect((await buildImage({ ...bundle, files: bundle.files.toReversed() })).digest).toBe(
      (await buildImage(bundle)).digest,
    );
  });

  it('runs the very version of Python that the functions get, with its library compiled', async () => {
    const { rootfs } = await baseLayer('python');
    const script =
      'import sys, ssl, json, sqlite3, hashlib; print(sys.version.split()[0]); print(json.__cached__)';
    const printed = execFileSync('chroot', [rootfs, '/usr/local/bin/python3', '-I', '-B', '-c', script], {
      encoding: 'utf8',
    }).split('\n');
    expect(printed[0]).toBe((await pythonRuntime()).version);
    const compiled = readFileSync(join(rootfs, printed[1] ?? ''));
    // Hash-based, and not compared with the source: file times mean nothing in an image.
    expect(compiled.readUInt32LE(4)).toBe(1);
  });
});

describe('a compiled file', () => {
  const source = { mtimeMs: 1_700_000_000_900, size: 12 };
  const pyc = (flags: number, time: number, size: number): Buffer => {
    const bytes = Buffer.alloc(20, 7);
    bytes.writeUInt32LE(flags, 4);
    bytes.writeUInt32LE(time, 8);
    bytes.writeUInt32LE(size, 12);
    return bytes;
  };

  it('keeps its code and loses its time', () => {
    const made = unchecked(pyc(0, 1_700_000_000, 12), source);
    expect(made?.readUInt32LE(4)).toBe(1);
    expect(made?.subarray(8)).toEqual(Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7]));
  });

  it.each([
    ['of another time', pyc(0, 1_700_000_001, 12)],
    ['of another size', pyc(0, 1_700_000_000, 13)],
    ['that is hash-based already', pyc(3, 1_700_000_000, 12)],
    ['that is cut off', Buffer.alloc(10)],
  ])('%s is left out', (_name, bytes) => expect(unchecked(bytes, source)).toBeNull());
});
