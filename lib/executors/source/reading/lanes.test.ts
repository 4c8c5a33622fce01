import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { below } from '../../host/process-tree.ts';
import { Lanes, LIMITS } from './lanes.ts';

/** On a busy machine little code may take half a second, too. */
const lanes = new Lanes({ quick: 1_000, patient: 3_000 });
afterAll(() => lanes[Symbol.dispose]());

const codeOf = (content: string, path = 'h.mjs') => ({
  entry: path,
  handler: 'handler',
  files: [{ path, content }],
});
/** A parser looks for each name among all before it: 110,000 names take many seconds. */
const NAMES = Array.from({ length: 110_000 }, (_, n) => `a${n.toString(36)}`);
const MANY_NAMES = codeOf(`let ${NAMES.join()};`);
const PARENTHESES = `${'('.repeat(200_000)}1${')'.repeat(200_000)}`;
const DEEP_PACKAGE = { path: 'package.json', content: '['.repeat(200_000) };
const FINE = 'export const handler = () => 1;';

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};
const readers = () => below(process.pid).filter((pid) => commandOf(pid).includes('reader-main'));

describe('code that is made to hold its reader', () => {
  it('is refused in words, and whoever comes after it is served before', async () => {
    const events: string[] = [];
    const slow = lanes.read('bundle', MANY_NAMES).catch((error: unknown) => {
      events.push('refused');
      expect(error).toMatchObject({ problem: { code: 'code-not-read', owner: 'yours' } });
    });
    const next = ['h.mjs', 'h.ts'].map((path) => lanes.read('bundle', codeOf(FINE, path)));
    expect((await Promise.all(next)).map(({ files }) => files.length)).toEqual([1, 2]);
    events.push('next');
    await slow;
    expect(events).toEqual(['next', 'refused']);
  });

  it.each([
    ['200,000 parentheses', codeOf(`export const handler = ${PARENTHESES};`)],
    ['200,000 parentheses with types', codeOf(`export const handler = ${PARENTHESES} as number;`, 'h.ts')],
    ['a line of a megabyte', codeOf(`export const handler = [${'1,'.repeat(499_000)}];`)],
    ['200,000 brackets of JSON', { ...codeOf(FINE), files: [...codeOf(FINE).files, DEEP_PACKAGE] }],
  ])('does not spoil the next: %s', async (_name, code) => {
    await lanes.read('bundle', code).catch((error: unknown) => {
      expect(error).toMatchObject({ problem: { owner: 'yours' } });
    });
    expect((await lanes.read('bundle', codeOf(FINE))).files).toHaveLength(1);
  });
});

describe('a reader', () => {
  it('is asked for the least code first: a crowd of large code holds nobody but its like', async () => {
    const read: string[] = [];
    const reading = ['large', 'larger', 'little'].map(async (name) => {
      const padding = { large: 500_000, larger: 600_000 }[name] ?? 0;
      await lanes.read('bundle', codeOf(`${FINE}//${' '.repeat(padding)}`));
      read.push(name);
    });
    await Promise.all(reading);
    expect(read).toEqual(['large', 'little', 'larger']);
  });

  it('that was killed is started anew, and the code in it is read all the same', async () => {
    const reading = lanes.read('bundle', codeOf(FINE));
    await reading;
    for (const pid of readers()) process.kill(pid, 'SIGKILL');
    expect((await lanes.read('bundle', codeOf(FINE))).entry).toBe('h.mjs');
  });

  it('keeps nothing of those whom it has answered', async () => {
    // The first one may be kept: by the process that was started for it.
    await lanes.read('bundle', codeOf(FINE));
    const request = new AsyncLocalStorage<object>();
    const held = await request.run({}, async () => {
      await lanes.read('bundle', codeOf(FINE));
      return new WeakRef(request.getStore() ?? {});
    });
    // The latest one may be kept: by the timer that ends an idle reader.
    await lanes.read('bundle', codeOf(FINE));
    setFlagsFromString('--expose-gc');
    for (let tries = 0; held.deref() !== undefined && tries < 20; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      runInNewContext('gc')();
    }
    expect(held.deref()).toBeUndefined();
  });

  it('has nothing of the environment, and ends with what asks it', async () => {
    await lanes.read('bundle', codeOf(FINE));
    const [pid = 0] = readers();
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toMatch(/DATABASE|CROSSOVER_TOKEN|HOME=/);
    lanes[Symbol.dispose]();
    while (readers().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('has a second for the first try and ten for the next', () => {
    expect(LIMITS).toEqual({ quick: 1_000, patient: 10_000 });
  });
});
