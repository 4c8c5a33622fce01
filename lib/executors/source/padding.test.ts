import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import { padded } from './padding.ts';

const scratch = mkdtempSync(join(tmpdir(), 'crossover-padding-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const bundleOf = (entry: string, content: string): Bundle => ({
  ...{ entry, handler: 'handler', files: [{ path: entry, content }] },
});
const bytes = ({ files }: Bundle) => files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
const write = ({ files }: Bundle) => {
  for (const { path, content } of files) writeFileSync(join(scratch, path), content);
};

describe('a padded package', () => {
  const esm = bundleOf('handler.mjs', 'export const handler = () => new Error().stack;');
  const cjs = bundleOf('handler.cjs', 'exports.handler = () => 7;');

  it.each([0.25, 1, 2.5])('is larger by %d MiB and the lines that load it', async (size) => {
    const more = bytes(await padded(esm, size)) - bytes(esm);
    expect(more - size * 1024 * 1024).toBeGreaterThan(0);
    expect(more - size * 1024 * 1024).toBeLessThan(200);
  });

  it('is the same without padding', async () => expect(await padded(esm, 0)).toBe(esm));

  it('loads as a module, its lines where they were', async () => {
    write(await padded(esm, 0.1));
    const { handler } = (await import(join(scratch, 'handler.mjs'))) as { handler: () => string };
    expect(handler()).toContain('handler.mjs:1:');
  });

  it('loads as CommonJS', async () => {
    write(await padded(cjs, 0.1));
    const loaded = createRequire(import.meta.url)(join(scratch, 'handler.cjs')) as { handler: () => number };
    expect(loaded.handler()).toBe(7);
  });

  it('loads as a module where only the package.json says so', async () => {
    const files = [
      { path: 'handler.js', content: 'globalThis.loaded = 7;' },
      { path: 'package.json', content: '{ "type": "module" }' },
    ];
    const [entry] = (await padded({ entry: 'handler.js', handler: 'handler', files }, 0.1)).files;
    expect(entry?.content).toContain('import "./crossover_padding_1.mjs";');
  });

  it('in Python is where an entry in any directory finds it', async () => {
    const python = await padded(bundleOf('app/handler.py', 'def handler():\n    return 7'), 0.1);
    mkdirSync(join(scratch, 'app'));
    write(python);
    const script =
      'import sys; sys.path.insert(0, "."); import app.handler as it; print(it.handler(), len(dir(it.crossover_padding_1)))';
    const printed = execFileSync('/usr/bin/python3', ['-B', '-c', script], {
      cwd: scratch,
      encoding: 'utf8',
    });
    expect(printed).toMatch(/^7 \d{3}/);
    expect(bytes(python)).toBeGreaterThan(0.1 * 1024 * 1024);
  });

  it('stands beside an entry in a directory', async () => {
    const deep = await padded(bundleOf('src/app/handler.mjs', 'export const handler = 1;'), 0.1);
    expect(deep.files[1]?.path).toBe('src/app/crossover_padding_1.mjs');
  });
});
