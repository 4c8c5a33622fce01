import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { startFakeDaemon } from '#lib/executors/container/testing/fake-daemon.ts';
import { describeMachine } from '#lib/server/services/describe-machine.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { describeThisMachine, lookedAnew } from './machine.ts';
import { announce } from './presence.ts';

const directory = mkdtempSync(join(tmpdir(), 'ep-'));
const path = join(directory, 'd.sock');
const before = process.env.DOCKER_HOST;
let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
  process.env.DOCKER_HOST = `unix://${path}`;
});
afterAll(async () => {
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
  await db[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

/** What a page that stays open is told in the end. */
async function untilShown(docker: boolean): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { machine, sides } = await describeMachine();
    const info = machine.engines?.find(({ id }) => id === 'docker');
    if (info?.available === docker) return `${info.detail} ${sides.container.engine}`;
    await sleep(50);
  }
  throw new Error('It was not shown.');
}

it('a page sees a container engine that was started after Crossover, and that it has gone', async () => {
  await using executor = createContainerExecutor({ lookEvery: 0 });
  let machine = await describeThisMachine([executor]);
  await using _ = await announce(randomUUID(), {
    machine,
    look: async () => {
      machine = await lookedAnew(machine, executor);
      return machine;
    },
  });
  expect(await untilShown(false)).toContain('does not answer');
  const daemon = await startFakeDaemon(path);
  expect(await untilShown(true)).toBe(`Docker 28.2.1 answers at unix://${path}. Docker`);
  await daemon[Symbol.asyncDispose]();
  expect(await untilShown(false)).toMatch(/does not answer.*\. Embedded runc$/);
});

it('an engine that cannot look now goes on showing what it knew, and one that fails looks again', async () => {
  await using executor = createContainerExecutor();
  const machine = await describeThisMachine([executor]);
  let looked = 0;
  await using _ = await announce(randomUUID(), {
    machine,
    look: async () => {
      looked += 1;
      if (looked === 1) throw new Error('not now');
      return null;
    },
  });
  while (looked < 2) {
    expect((await describeMachine()).machine.engines).toHaveLength(3);
    await sleep(100);
  }
});
