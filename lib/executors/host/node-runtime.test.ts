import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crossoverHome } from './home.ts';
import { nodeRuntime, parseLdd } from './node-runtime.ts';

describe('nodeRuntime', () => {
  it('places the running version where every user may execute it', async () => {
    const runtime = await nodeRuntime();
    expect(runtime.version).toBe(process.versions.node);
    expect(execFileSync(runtime.binary, ['--version'], { encoding: 'utf8' }).trim()).toBe(process.version);
    expect(statSync(runtime.binary).mode & 0o005).toBe(0o005);
    expect(runtime.binary.startsWith(crossoverHome())).toBe(true);
    expect(statSync(dirname(runtime.binary)).mode & 0o005).toBe(0o005);
  });

  it('lists libraries that exist, the loader among them', async () => {
    const { libraries } = await nodeRuntime();
    expect(libraries.some((path) => /ld-linux|ld-musl/.test(path))).toBe(true);
    for (const path of libraries) expect(statSync(path).isFile()).toBe(true);
  });

  it('answers the same object the second time', async () => {
    expect(await nodeRuntime()).toBe(await nodeRuntime());
  });
});

describe('parseLdd', () => {
  it('reads both forms of a line and leaves out what the kernel brings', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007f32)',
      '\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f)',
      '\t/lib64/ld-linux-x86-64.so.2 (0x00007f)',
      '\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f)',
    ].join('\n');
    expect(parseLdd(output)).toEqual(['/lib/x86_64-linux-gnu/libm.so.6', '/lib64/ld-linux-x86-64.so.2']);
  });

  it('names the library that is missing', () => {
    expect(() => parseLdd('\tlibatomic.so.1 => not found')).toThrowError(/libatomic\.so\.1/);
  });
});
