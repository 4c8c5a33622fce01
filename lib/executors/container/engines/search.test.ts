import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createContainerExecutor } from '../executor.ts';
import { startFakeDaemon } from '../testing/fake-daemon.ts';
import { specOf } from '../testing/fixture.ts';
import { endpoints } from './docker/endpoints.ts';
import { DockerSearch } from './docker/find.ts';
import { EngineSearch } from './select.ts';

const directory = mkdtempSync(join(tmpdir(), 'es-'));
const before = process.env.DOCKER_HOST;
afterEach(() => {
  if (before === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before;
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let count = 0;
const somewhere = (): string => join(directory, `d${++count}.sock`);
const placesOf = (...paths: string[]) =>
  paths.flatMap((path) => endpoints({ NODE_ENV: 'test', DOCKER_HOST: `unix://${path}` }));
const none = (daemon: { open(): Promise<number> }) =>
  vi.waitFor(async () => expect(await daemon.open()).toBe(0), { timeout: 3000, interval: 20 });

describe('connections to what answers', () => {
  it('are closed where it is not wanted: another product, a second one of the same', async () => {
    await using docker = await startFakeDaemon(somewhere());
    await using second = await startFakeDaemon(somewhere());
    await using podman = await startFakeDaemon(somewhere(), 'podman');
    await using search = new DockerSearch(['docker'], () => placesOf(docker.path, second.path, podman.path));
    const [finding] = await search.look();
    expect(finding?.info.detail).toBe(`Docker 28.2.1 answers at unix://${docker.path}.`);
    expect([docker.asked, second.asked, podman.asked]).toEqual([3, 3, 3]);
    await none(second);
    await none(podman);
  });

  it('are closed at the end, also those in use, and none is left by asking again and again', async () => {
    await using docker = await startFakeDaemon(somewhere());
    const search = new DockerSearch(['docker'], () => placesOf(docker.path));
    const [first] = await search.look();
    await first?.engine?.removeLeftovers();
    expect(await docker.open()).toBe(1);
    for (let round = 0; round < 10; round++) {
      const [again] = await search.look();
      expect(again?.engine).toBe(first?.engine);
    }
    await vi.waitFor(async () => expect(await docker.open()).toBeLessThan(2));
    await search[Symbol.asyncDispose]();
    await none(docker);
  });
});

describe('an engine that comes and goes', () => {
  it('is there, is another version, is gone, is there again', async () => {
    const path = somewhere();
    process.env.DOCKER_HOST = `unix://${path}`;
    await using search = new EngineSearch('docker', { fresh: 0 });
    const titles = async () => (await search.now()).engines.map(({ title }) => title);
    expect(await titles()).toEqual([]);
    const old = await startFakeDaemon(path);
    expect(await titles()).toEqual(['Docker 28.2.1']);
    await old[Symbol.asyncDispose]();
    const gone = await search.now();
    expect(gone.engines).toEqual([]);
    expect(gone.infos[0]).toMatchObject({ available: false, detail: expect.stringContaining('ENOENT') });
    await using updated = await startFakeDaemon(path, 'docker', '29.0.0');
    expect(await titles()).toEqual(['Docker 29.0.0']);
    expect(updated.asked).toBeGreaterThan(0);
  });

  it('is taken by the next deployment that wants it, and refused by name when it has gone', async () => {
    const path = somewhere();
    process.env.DOCKER_HOST = `unix://${path}`;
    await using executor = createContainerExecutor({ lookEvery: 0 });
    const there = async () =>
      ((await executor.engines?.()) ?? []).filter(({ available }) => available).map(({ id }) => id);
    expect(await there()).toEqual(['runc']);
    const daemon = await startFakeDaemon(path);
    expect(await there()).toEqual(['docker', 'runc']);
    expect(await executor.capabilities()).toContainEqual(
      expect.objectContaining({ id: 'engine-docker', status: 'ok', detail: expect.stringContaining(path) }),
    );
    const deploy = () => executor.deploy(specOf('', { container: { engine: 'docker' } }));
    // It has no images: the engine was asked.
    await expect(deploy()).rejects.toMatchObject({ problem: { code: 'container-engine-failed' } });
    await daemon[Symbol.asyncDispose]();
    expect(await there()).toEqual(['runc']);
    await expect(deploy()).rejects.toMatchObject({ problem: { code: 'container-engine-not-there' } });
  });

  it('is asked once by all who want to know at about the same time', async () => {
    await using docker = await startFakeDaemon(somewhere());
    process.env.DOCKER_HOST = `unix://${docker.path}`;
    await using search = new EngineSearch('docker', { fresh: 60_000 });
    await Promise.all([search.now(), search.now(), search.now()]);
    await search.now();
    expect(docker.asked).toBe(3);
  });

  it('that stops answering is told as silent, keeps nobody waiting, and is back as the same', async () => {
    const path = somewhere();
    process.env.DOCKER_HOST = `unix://${path}`;
    await using docker = await startFakeDaemon(path);
    await using search = new EngineSearch('docker', { fresh: 0 });
    const [engine] = (await search.now()).engines;
    docker.silent = true;
    expect((await search.now()).infos[0]).toMatchObject({
      available: false,
      detail: expect.stringContaining('no answer within'),
    });
    docker.silent = false;
    expect((await search.now()).engines[0]).toBe(engine);
  });
});
