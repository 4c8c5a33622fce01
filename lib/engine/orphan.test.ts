import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';

const home = mkdtempSync(join(tmpdir(), 'crossover-orphan-'));
const engines: ChildProcess[] = [];
afterAll(() => {
  for (const engine of engines) engine.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** An engine whose database is not there, and never will be. */
function startEngine(): ChildProcess {
  const engine = fork(join(import.meta.dirname, 'main.ts'), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: cleanEnvironment({
      CROSSOVER_HOME: home,
      DATABASE_URL: 'postgresql://nobody:nothing@127.0.0.1:1/nowhere',
    }),
  });
  engines.push(engine);
  return engine;
}

async function untilItWaits({ stdout, stderr }: ChildProcess): Promise<void> {
  let said = '';
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk) => (said += chunk));
  while (!said.includes('waiting for it')) await new Promise((resolve) => setTimeout(resolve, 20));
}

it('an engine ends when its supervisor goes while it starts, before it listens and while it waits for a database', async () => {
  const [early, late] = [startEngine(), startEngine()];
  early.disconnect();
  const ends = [once(early, 'exit'), once(late, 'exit')];
  await untilItWaits(late);
  late.disconnect();
  const codes = (await Promise.all(ends)).map(([code]) => code);
  expect(codes).toEqual([1, 1]);
});
