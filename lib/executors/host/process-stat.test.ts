import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { statOf } from './process-stat.ts';
import { below } from './process-tree.ts';

it('a process is told by its parent and start, whatever it calls itself', async () => {
  const child = spawn(process.execPath, [
    '-e',
    "process.title = 'a) Z 1 (b'; console.log(); setInterval(() => {}, 1e6)",
  ]);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const found = statOf(pid);
  expect(found?.parent).toBe(process.pid);
  expect(found?.state).not.toBe('Z');
  expect(Number(found?.startTicks)).toBeGreaterThan(Number(statOf(1)?.startTicks));
  expect(below(process.pid)).toContain(pid);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(statOf(pid)).toBeNull();
  expect(below(process.pid)).not.toContain(pid);
});
