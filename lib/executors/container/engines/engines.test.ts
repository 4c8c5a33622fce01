import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type EngineChoice, limitsSentence } from '#lib/domain/execution/engines.ts';
import { createContainerExecutor } from '../executor.ts';
import { specOf } from '../testing/fixture.ts';
import { endpoints } from './docker/endpoints.ts';
import { DockerSearch } from './docker/find.ts';
import { ownerIsDead, ownerKey, parseOwner } from './owner.ts';
import { parseCgroupMounts } from './runc/cgroup-mount.ts';
import { memoryCgroup } from './runc/cgroups.ts';
import { isSupported } from './runc/runc.ts';
import { EngineSearch, parseChoice } from './select.ts';

const never = (): never => {
  throw new Error('no engine was told of');
};

const directory = mkdtempSync(join(tmpdir(), 'ce-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const before = process.env.DOCKER_HOST;
const pathBefore = process.env.PATH;
afterEach(() => {
  process.env.PATH = pathBefore;
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
});

describe('finding Docker', () => {
  it('asks where DOCKER_HOST says and nowhere else', () => {
    const said = endpoints({
      NODE_ENV: 'test',
      DOCKER_HOST: 'unix:///some/where.sock',
      XDG_RUNTIME_DIR: '/run/user/1',
    });
    expect(said.map(({ name }) => name)).toEqual(['unix:///some/where.sock']);
    for (const { name } of endpoints({ NODE_ENV: 'test' })) {
      expect(name).toMatch(new RegExp(`^unix://(/var/run|/run|${homedir()})/`));
    }
    const tcp = endpoints({ NODE_ENV: 'test', DOCKER_HOST: '10.0.0.1:2375' });
    expect(tcp.map(({ name }) => name)).toEqual(['tcp://10.0.0.1:2375']);
  });

  it('takes no socket for an engine that only exists, and says what each did', async () => {
    const deaf = createServer((_request, response) => void response.writeHead(404).end());
    const path = join(directory, 'deaf.sock');
    await new Promise<void>((resolve) => deaf.listen(path, () => resolve()));
    const places = [
      `unix://${path}`,
      `unix://${join(directory, 'none.sock')}`,
      'ssh://-oProxyCommand=touch%20x@somewhere',
      'ssh://%2DoProxyCommand@somewhere',
      'ssh://somebody@-oProxyCommand=x',
      'ssh://nobody@host.invalid',
    ];
    const all = places.flatMap((DOCKER_HOST) => endpoints({ NODE_ENV: 'test', DOCKER_HOST }));
    const [finding] = await new DockerSearch(['docker'], () => all).look();
    deaf.close();
    expect(finding).toMatchObject({ engine: null, info: { available: false } });
    expect(finding?.info.detail).toContain('deaf.sock does not answer');
    expect(finding?.info.detail).toContain('none.sock does not answer');
    expect(finding?.info.detail.match(/is no ssh:\/\/user@host:port/g)).toHaveLength(3);
    expect(finding?.info.detail).toMatch(/host\.invalid does not answer \(.*resolve/);
    expect(finding?.info.remedy).toContain('docker.io');
    const none = await new DockerSearch(['docker', 'podman'], () => []).look();
    expect(none.map(({ info }) => info.detail)).toEqual([
      'There is no Docker socket.',
      'There is no Podman socket.',
    ]);
  });

  it('gives up on one that accepts and says nothing', async () => {
    const silent = createServer(() => {});
    const path = join(directory, 'silent.sock');
    await new Promise<void>((resolve) => silent.listen(path, () => resolve()));
    const places = endpoints({ NODE_ENV: 'test', DOCKER_HOST: `unix://${path}` });
    const [finding] = await new DockerSearch(['docker'], () => places).look();
    silent.closeAllConnections();
    silent.close();
    expect(finding?.engine).toBeNull();
    expect(finding?.info.detail).toContain('no answer within');
  });

  it('knows Podman from Docker by what it says of itself, and each by its name', async () => {
    const path = join(directory, 'podman.sock');
    const answers: Record<string, object> = {
      '/version': { Version: '4.3.1', Components: [{ Name: 'Podman Engine' }] },
      '/info': { KernelVersion: 'another', MemoryLimit: false },
    };
    const podman = createServer(({ url }, response) =>
      response.end(JSON.stringify(answers[url ?? ''] ?? 'OK')),
    );
    await new Promise<void>((resolve) => podman.listen(path, () => resolve()));
    const places = endpoints({ NODE_ENV: 'test', DOCKER_HOST: `unix://${path}` });
    const [docker, found] = await new DockerSearch(['docker', 'podman'], () => places).look();
    podman.closeAllConnections();
    podman.close();
    expect(docker?.info).toMatchObject({ available: false, detail: `unix://${path} is Podman 4.3.1.` });
    expect(found?.engine?.id).toBe('podman');
    expect(found?.info).toMatchObject({ id: 'podman', title: 'Podman 4.3.1', available: true, remedy: null });
    expect(limitsSentence(found?.info ?? docker?.info ?? never())).toContain(
      'Does not enforce the memory limit.',
    );
  });
});

describe('choosing', () => {
  it('takes runc when no Docker answers, and says which it took', async () => {
    process.env.DOCKER_HOST = `unix://${join(directory, 'none.sock')}`;
    await using search = new EngineSearch('auto');
    const { engines, infos, capabilities } = await search.now();
    expect(engines.map(({ id }) => id)).toEqual(['runc']);
    expect(capabilities.find(({ id }) => id === 'engine-runc')).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^runc \d.* Containers run with this one\.$/),
    });
    // Docker is not needed here: no lack, but the way to get it is told.
    expect(capabilities.find(({ id }) => id === 'engine-docker')).toMatchObject({
      status: 'degraded',
      remedy: expect.stringContaining('DOCKER_HOST'),
    });
    expect(infos.map(({ id, available }) => [id, available])).toEqual([
      ['docker', false],
      ['podman', false],
      ['runc', true],
    ]);
    expect(infos[2]).toMatchObject({ title: expect.stringMatching(/^runc \d/), remedy: null });
    for (const id of ['memory', 'cpu', 'pids']) {
      expect(capabilities.find((line) => line.id === `container-${id}`)?.status).toBe('ok');
    }
  });

  it('deploys nowhere when there is no engine, and says what to install', async () => {
    process.env.DOCKER_HOST = `unix://${join(directory, 'none.sock')}`;
    await using executor = createContainerExecutor({ engine: 'docker' });
    expect(await executor.capabilities()).toMatchObject([{ id: 'engine-docker', status: 'missing' }]);
    await expect(executor.deploy(specOf('export const handler = () => 1;'))).rejects.toMatchObject({
      problem: { code: 'no-container-engine', owner: 'yours', remedy: expect.stringContaining('docker.io') },
    });
  });

  it('a setting that names one engine keeps the others from being looked for, and says so', async () => {
    await using search = new EngineSearch('runc');
    const { engines, infos, capabilities } = await search.now();
    expect(engines.map(({ id }) => id)).toEqual(['runc']);
    expect(infos[0]).toMatchObject({
      ...{ id: 'docker', available: false, excluded: true },
      detail: expect.stringContaining('CROSSOVER_CONTAINER_ENGINE=runc'),
    });
    expect(capabilities.map(({ id }) => id)).not.toContain('engine-docker');
  });

  it('a deployment takes the engine it names; one that is not there is a clear error', async () => {
    process.env.DOCKER_HOST = `unix://${join(directory, 'none.sock')}`;
    await using executor = createContainerExecutor();
    const deploy = (engine: EngineChoice) =>
      executor.deploy(specOf('export const handler = () => 1;', { container: { engine } }));
    await using deployment = await deploy('runc');
    expect(deployment.build.engine).toMatch(/^runc \d/);
    await expect(deploy('podman')).rejects.toMatchObject({
      problem: {
        ...{ code: 'container-engine-not-there', owner: 'yours' },
        message: expect.stringContaining('Podman'),
        remedy: expect.stringMatching(/podman\.socket.*Or choose another engine\.$/),
        detail: expect.stringContaining('none.sock does not answer'),
      },
    });
  });

  it('a deployment that is given up leaves no replica', async () => {
    await using executor = createContainerExecutor({ engine: 'runc' });
    const giveUp = new AbortController();
    const deploying = executor.deploy(
      specOf('await new Promise((r) => setInterval(r, 1e8));'),
      giveUp.signal,
    );
    setTimeout(() => giveUp.abort(), 300);
    await expect(deploying).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    await expect(executor.deploy(specOf(''), AbortSignal.abort())).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    });
  });

  it('knows its own words only', () => {
    expect(parseChoice('docker')).toBe('docker');
    expect(parseChoice('rkt')).toBe('auto');
  });

  it.each([
    ['1.1.5', true],
    ['1.2.0-rc1', true],
    ['2.0', true],
    ['1.0.0', false],
    ['0.1', false],
  ])('runc %s is supported: %s', (version, supported) => {
    expect(isSupported(version)).toBe(supported);
  });
});

describe('owners', () => {
  it('knows the living from the dead and from what is none of ours', () => {
    expect(ownerIsDead(ownerKey)).toBe(false);
    expect(ownerIsDead(`${process.pid}-1`)).toBe(true);
    expect(ownerIsDead('4194304999-1-abc')).toBe(true);
    expect(ownerIsDead('somebody-else')).toBe(false);
    expect(ownerIsDead('')).toBe(false);
    expect(parseOwner('12-34-abcd')).toEqual({ pid: 12, startTicks: '34' });
    expect(parseOwner('12-x-abcd')).toEqual({ pid: 12, startTicks: null });
  });
});

describe('cgroups of any kind of machine', () => {
  const V1 = '35 30 0:31 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory';
  const V2 = '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate';
  const UNIFIED = '31 30 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw';
  const OTHER = '22 1 8:1 / / rw - ext4 /dev/sda1 rw';

  it.each([
    ['version 1', [V1], 1, '/sys/fs/cgroup/memory/'],
    ['version 2', [V2], 2, '/sys/fs/cgroup/'],
    ['both (hybrid)', [V1, UNIFIED], 1, '/sys/fs/cgroup/memory/'],
  ])('%s', (_name, lines, version, path) => {
    const found = memoryCgroup('c1', parseCgroupMounts([OTHER, ...lines, ''].join('\n')));
    expect(found).toMatchObject({
      version,
      path: expect.stringMatching(new RegExp(`^${path}crossover-[0-9a-f]+/runc-c1$`)),
    });
  });

  it('none', () => {
    expect(memoryCgroup('c1', parseCgroupMounts(OTHER))).toBeNull();
  });
});
