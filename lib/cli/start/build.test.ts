import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { ensureBuild } from './build.ts';

const root = mkdtempSync(join(tmpdir(), 'crossover-build-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('is made once by two starts at once, and again after a change or a failure', async () => {
  let running = 0;
  const said: string[] = [];
  const start = (wanted: string, fails = false) =>
    ensureBuild((text) => said.push(text), {
      ...{ wanted, stamp: join(root, 'stamp') },
      async make() {
        running += 1;
        expect(running).toBe(1);
        await sleep(20);
        running -= 1;
        if (fails) throw new Error('a fault in a page');
      },
    });
  await expect(start('first', true)).rejects.toThrow('a fault in a page');
  expect(existsSync(join(root, 'stamp'))).toBe(false);
  const both = await Promise.all([start('first'), start('first')]);
  expect(both.toSorted()).toEqual([false, true]);
  expect(await start('first')).toBe(false);
  expect(await start('second')).toBe(true);
  expect(said).toHaveLength(3);
});
