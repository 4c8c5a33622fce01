import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSharedDirectory, namesIn } from './shared-directory.ts';

const base = mkdtempSync(join(tmpdir(), 'shared-'));
afterAll(() => rmSync(base, { recursive: true }));

/** Another owner that leaves all the time: it removes the shared parent whenever it finds it empty. */
function leaver(parent: string): Worker {
  const code = `const { rmdirSync } = require('node:fs');
    const { parentPort } = require('node:worker_threads');
    let removed = 0;
    const go = () => {
      for (let i = 0; i < 2000; i += 1) try { rmdirSync(${JSON.stringify(parent)}); removed += 1; } catch {}
      setImmediate(go);
    };
    parentPort.on('message', () => parentPort.postMessage(removed));
    go();`;
  return new Worker(code, { eval: true });
}

async function removedBy(worker: Worker): Promise<number> {
  const answer = new Promise<number>((resolve) => worker.once('message', resolve));
  worker.postMessage('how many');
  const removed = await answer;
  await worker.terminate();
  return removed;
}

describe('a directory whose parent others remove when it is empty', () => {
  it('is made and listed all the same', async () => {
    const parent = join(base, 'parent');
    const other = leaver(parent);
    await new Promise((resolve) => other.once('online', resolve));
    for (let i = 0; i < 600; i += 1) {
      const own = join(parent, String(i));
      makeSharedDirectory(own);
      expect(namesIn(parent)).toEqual([String(i)]);
      rmdirSync(own);
      expect(namesIn(parent)).toEqual([]);
    }
    // Else nothing was tried here.
    expect(await removedBy(other)).toBeGreaterThan(10);
  });

  it('what is wrong for good is thrown, and not tried for ever', () => {
    writeFileSync(join(base, 'file'), '');
    expect(() => makeSharedDirectory(join(base, 'file', 'x'))).toThrow(/ENOTDIR/);
    expect(() => namesIn(join(base, 'file'))).toThrow(/ENOTDIR/);
    expect(() => makeSharedDirectory(join('/proc', 'no-such-place', 'x'))).toThrow(/ENOENT/);
  });
});
