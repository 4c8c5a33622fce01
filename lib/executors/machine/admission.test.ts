import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryBudgetOf, PROMISED_SHARE } from '#lib/domain/execution/machine-budget.ts';
import type { Bytes, MiB } from '#lib/domain/units.ts';
import { admission } from './admission.ts';
import { limitTogether, ownMemory } from './together.ts';

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

/** Idle environments of so much memory each, and which of them were ended for one that wants to start. */
async function startBeside(idle: readonly (Bytes | null)[], wanted: MiB = 128) {
  const ended: (Bytes | null)[] = [];
  const left = [...idle];
  const gone = Promise.withResolvers<void>();
  const stop = admission.onShortage(() =>
    left.map((memory) => ({
      memory,
      end: () => {
        left.splice(left.indexOf(memory), 1);
        ended.push(memory);
        return gone.promise;
      },
    })),
  );
  try {
    admission.take(wanted).release();
    return { ended, refused: null };
  } catch (error) {
    return { ended, refused: Object(error).problem.code };
  } finally {
    stop();
    gone.resolve();
    await gone.promise;
  }
}

it('ends as many idle environments as one more needs, the largest first', async () => {
  uses(FULL, 0);
  const idle = [1, FULL / 2, 2, FULL / 2 - 1];
  expect(await startBeside(idle)).toEqual({ ended: [FULL / 2, FULL / 2 - 1], refused: null });
});

it('ends none for one that would not fit without all of them', async () => {
  uses(FULL, 0);
  expect(await startBeside([FULL / 4, FULL / 4])).toEqual({ ended: [], refused: 'machine-memory' });
});

it.each([
  ['nobody counts their memory', FULL, 0, 'machine-memory'],
  ['processes are short', 0, FULL, 'machine-processes'],
])(
  'ends one idle environment, not all, where none frees anything at once: %s',
  async (_why, memory, processes, code) => {
    uses(memory, processes);
    expect(await startBeside([null, null, null])).toEqual({ ended: [null], refused: code });
  },
);

it('expects of one that has not answered no more than it does not hold yet', () => {
  const left = 200 * 2 ** 20;
  uses(Math.floor(memoryBudgetOf(ownMemory().total) * 0.95) - left, 0);
  const room = admission.take(100 / PROMISED_SHARE);
  try {
    const start = () => admission.take(150 / PROMISED_SHARE).release();
    expect(start).toThrow(/no memory/);
    room.runs({ end: () => {}, holds: () => 100 * 2 ** 20 });
    expect(start).not.toThrow();
  } finally {
    room.release();
  }
});

it('ends the newest that can be ended when the machine is full before any has answered', async () => {
  const ended = Promise.withResolvers<string>();
  uses(0, 0);
  const [older, newest, starting] = [admission.take(128), admission.take(128), admission.take(128)];
  try {
    older.runs({ end: () => ended.resolve('older'), holds: () => null });
    newest.runs({ end: () => ended.resolve('newest'), holds: () => null });
    uses(FULL, 0);
    expect(await ended.promise).toBe('newest');
  } finally {
    for (const room of [older, newest, starting]) room.release();
  }
});
