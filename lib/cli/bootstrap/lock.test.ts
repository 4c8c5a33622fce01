import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'crossover-lock-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A process that notes when its set-up begins and ends; `then` is what it does in between. */
function setUp(name: string, then: string) {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { alone } from ${JSON.stringify(join(import.meta.dirname, 'lock.mjs'))};
    const note = (text) => appendFileSync(${JSON.stringify(join(root, 'notes'))}, text + ' ${name}\\n');
    await alone(async () => { note('begins'); ${then}; note('ends'); }, { of: ${JSON.stringify(root)}, waiting: 'Waiting' });
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
}
const notes = () => readFileSync(join(root, 'notes'), 'utf8').trim().split('\n');

it('sets a checkout up once at a time, and takes over from one that was killed', async () => {
  const killed = setUp('killed', 'process.kill(process.pid, "SIGKILL")');
  await once(killed, 'exit');
  const all = ['a', 'b', 'c'].map((name) => setUp(name, 'await sleep(150)'));
  const codes = await Promise.all(all.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0]);
  const [first, ...rest] = notes();
  expect(first).toBe('begins killed');
  const names = [0, 2, 4].map((at) => rest[at]?.split(' ')[1]);
  expect(rest).toEqual(names.flatMap((name) => [`begins ${name}`, `ends ${name}`]));
  expect(new Set(names)).toEqual(new Set(['a', 'b', 'c']));
});
