import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Bytes } from '#lib/domain/units.ts';
import { admission } from './admission.ts';
import { limitTogether } from './together.ts';

/** Plain files read as the kernel's do. They are gone after each test, and then count nothing. */
let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'admission-'));
  mkdirSync(join(parent, 'run'));
  const site = { version: 2, directory: join(parent, 'run') } as const;
  limitTogether({ memory: site, pids: site });
});
afterEach(() => rmSync(parent, { recursive: true }));

const FULL = 2 ** 52;
const uses = (memory: Bytes, processes: number): void => {
  writeFileSync(join(parent, 'memory.current'), String(memory));
  writeFileSync(join(parent, 'pids.current'), String(processes));
};

/** Five idle environments, each of so much memory: how many were ended for one that wants to start, and how it fared. */
async function afterOne(memory: Bytes) {
  let ended = 0;
  const gone = Promise.withResolvers<void>();
  const stop = admission.onShortage(() => {
    if (ended === 5) return null;
    ended += 1;
    return { memory, gone: gone.promise };
  });
  try {
    admission.take(128).release();
    return { ended, refused: null };
  } catch (error) {
    return { ended, refused: Object(error).problem.code };
  } finally {
    stop();
    gone.resolve();
    await gone.promise;
  }
}

it('ends as many idle environments as one more needs', async () => {
  uses(FULL, 0);
  expect(await afterOne(FULL / 2)).toEqual({ ended: 2, refused: null });
});

it.each([
  ['nobody counts their memory', FULL, 0, 'machine-memory'],
  ['processes are short', 0, FULL, 'machine-processes'],
])(
  'ends one idle environment, not all, where none frees anything at once: %s',
  async (_why, memory, processes, code) => {
    uses(memory, processes);
    expect(await afterOne(0)).toEqual({ ended: 1, refused: code });
  },
);
