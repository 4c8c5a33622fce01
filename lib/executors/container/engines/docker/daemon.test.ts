import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { afterEach, expect, it } from 'vitest';
import type { CrossoverError } from '#lib/domain/errors.ts';
import { memoryParents } from '../../../machine/together.ts';
import { createContainerExecutor } from '../../executor.ts';
import { type Dockerd, startDockerd } from '../../testing/dockerd.ts';
import { call, specOf, until } from '../../testing/fixture.ts';
import { ownerKey } from '../owner.ts';
import { CGROUP_PARENT, mounted } from '../runc/cgroups.ts';
import { LABELS } from './labels.ts';

const before = process.env.DOCKER_HOST;
afterEach(() => {
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
});

/** The directory of its group of version 1; null where there is none, or nothing can be limited. */
function memoryGroupOf(pid: number): string | null {
  const path = /^\d+:memory:(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[1];
  const mount = mounted().find(({ version, controllers }) => version === 1 && controllers.includes('memory'));
  return path === undefined || mount === undefined ? null : join(mount.path, relative(mount.root, path));
}

const ours = (host: string) =>
  new Docker({ socketPath: host.replace('unix://', '') }).listContainers({
    all: true,
    filters: { label: [`${LABELS.owner}=${ownerKey}`] },
  });

it('a daemon that stops in the middle of a run: clear answers, an orderly end, and a stranger stays', async () => {
  let daemon: Dockerd | undefined = await startDockerd();
  process.env.DOCKER_HOST = daemon.host;
  const executor = createContainerExecutor({ engine: 'docker' });
  const deployment = await executor.deploy(specOf('export const handler = () => 1;'));
  expect((await call(deployment)).outcome).toBe('ok');
  const docker = new Docker({ socketPath: daemon.host.replace('unix://', '') });
  const replica = docker.getContainer((await ours(daemon.host))[0]?.Id ?? '');
  const group = memoryGroupOf((await replica.inspect()).State.Pid);
  if (group !== null) {
    // In a group of ours, which the machine's budget holds, with a limit for what sockets buffer.
    expect(group).toContain(`/${CGROUP_PARENT}/docker-${ownerKey}-`);
    expect(Number(readFileSync(join(group, 'memory.kmem.tcp.limit_in_bytes'), 'utf8'))).toBe(128 * 2 ** 20);
    expect(memoryParents().map(({ directory }) => directory)).toContain(dirname(dirname(group)));
  }
  const stranger = await docker.createContainer({
    Image: (await docker.listImages())[0]?.Id ?? '',
    Cmd: ['x'],
    Labels: { 'somebody.else': 'yes' },
  });
  // Another deployment beside it ends: the stranger is none of ours.
  await (await executor.deploy(specOf('export const handler = () => 2;')))[Symbol.asyncDispose]();
  expect((await stranger.inspect()).Id).toBe(stranger.id);
  expect(await ours(daemon.host)).toHaveLength(1);
  await daemon[Symbol.asyncDispose]();
  daemon = undefined;
  await until('the replica is gone', () => deployment.instances().every(({ state }) => state !== 'idle'));
  const failed = await call(deployment);
  expect(['unavailable', 'init-error']).toContain(failed.outcome);
  expect(failed.problem?.message).toContain('container engine');
  // The executor remembers for a while which engines answer, then asks anew.
  const refused = () =>
    executor.deploy(specOf('export const handler = () => 3;')).then(
      () => null,
      (error: CrossoverError) => error.problem,
    );
  let problem = await refused();
  for (let tries = 0; problem?.code !== 'no-container-engine' && tries < 30; tries += 1) {
    await sleep(500);
    problem = await refused();
  }
  expect(problem).toMatchObject({
    code: 'no-container-engine',
    remedy: expect.stringContaining('Start Docker'),
    detail: expect.stringContaining('does not answer'),
  });
  await deployment[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
  expect(deployment.instances()).toEqual([]);
  expect(group === null || existsSync(dirname(group))).toBe(group === null);
});
