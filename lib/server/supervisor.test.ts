import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a process without its supervisor ends at its deadline, whatever its orderly end waits for', async () => {
  const child = fork(join(import.meta.dirname, 'testing/orphan-main.ts'), { execArgv: [] });
  await once(child, 'message');
  const ended = once(child, 'exit');
  child.disconnect();
  expect(await ended).toEqual([1, null]);
});
