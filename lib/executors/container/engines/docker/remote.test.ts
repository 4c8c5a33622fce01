import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ImageSource } from '#lib/domain/execution/container-options.ts';
import { limitsSentence } from '#lib/domain/execution/engines.ts';
import { below } from '../../../host/process-tree.ts';
import { commandLine } from '../../../host/testing/processes.ts';
import { createContainerExecutor } from '../../executor.ts';
import { type Dockerd, startDockerd } from '../../testing/dockerd.ts';
import { ask, call, specOf, until } from '../../testing/fixture.ts';
import { NODE } from '../../testing/servers.ts';
import { type Sshd, startSshd } from '../../testing/sshd.ts';
import { hello } from '../../testing/websocket.ts';
import { ownerKey } from '../owner.ts';
import { EngineSearch } from '../select.ts';
import { dockerAt } from './client.ts';
import { LABELS } from './labels.ts';
import { dockerHome } from './leftovers.ts';
import { parseSshHost } from './tunnel.ts';

let daemon: Dockerd;
let server: Sshd;
const before = { DOCKER_HOST: process.env.DOCKER_HOST, PATH: process.env.PATH };

/** A bridge that nothing else on this machine has. */
const BRIDGE = '10.213.78.1/24';

beforeAll(async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', () => resolve()));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  [daemon, server] = await Promise.all([startDockerd({ bridge: BRIDGE }), startSshd(port)]);
});
afterEach(() => {
  process.env.PATH = before.PATH;
  if (before.DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = before.DOCKER_HOST;
});
afterAll(async () => {
  await Promise.all([daemon?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
});

const socketOf = () => daemon.host.replace('unix://', '');
const ours = () =>
  dockerAt(socketOf()).listContainers({
    all: true,
    filters: { label: [`${LABELS.owner}=${ownerKey}`] },
  });

const tunnels = () => below(process.pid).filter((pid) => /^(\S*\/)?ssh /.test(commandLine(pid)));

const ROUTES = {
  tcp: () => daemon.tcp ?? '',
  ssh: () => {
    process.env.PATH = `${server.bin}:${before.PATH}`;
    return `${server.host}${socketOf()}`;
  },
} as const;

/** Listens where a published port finds it. */
const exposed = (): ImageSource => {
  if (NODE.kind !== 'server') throw new Error('no server');
  const files = NODE.files.map((file) => ({ ...file, content: file.content.replace(", '127.0.0.1'", '') }));
  return { ...NODE, files };
};

describe.each(['tcp', 'ssh'] as const)('a Docker of another machine by %s', (route) => {
  it('runs handlers and own servers, and says what it cannot', async () => {
    process.env.DOCKER_HOST = ROUTES[route]();
    {
      await using executor = createContainerExecutor({ engine: 'docker' });
      const [info] = (await executor.engines?.()) ?? [];
      expect(info).toMatchObject({ id: 'docker', title: expect.stringMatching(/^Docker \d/) });
      expect(info ? limitsSentence(info) : '').toContain(
        { tcp: 'a port of 10.213.78.1, open to whoever reaches', ssh: 'over the ssh connection' }[route],
      );
      await using deployment = await executor.deploy(
        specOf('let n = 0; export const handler = (event) => ({ n: ++n, path: event.rawPath });'),
      );
      expect(await ask(deployment, '/a')).toEqual({ n: 1, path: '/a' });
      const many = await Promise.all(Array.from({ length: 40 }, () => call(deployment, '/b')));
      expect(many.every(({ outcome }) => outcome === 'ok')).toBe(true);
      await deployment.kill(deployment.instances()[0]?.id ?? '');
      expect(await call(deployment)).toMatchObject({ outcome: 'ok', cold: true });

      await using own = await executor.deploy(specOf('', { container: { image: exposed(), grace: 200 } }));
      await using front = await own.open();
      expect(await (await fetch(`${front.url}/stream`)).text()).toBe('first second');
      expect(await hello(front.url)).toBe('hello');

      const services = [{ name: 'store', hostSocketPath: '/run/nothing.sock' }];
      await expect(executor.deploy(specOf('', { services }))).rejects.toMatchObject({
        problem: { code: 'services-not-reachable', owner: 'yours' },
      });
      expect(await ours()).toHaveLength(2);
    }
    expect(await ours()).toEqual([]);
    expect(readdirSync(dockerHome())).not.toContain(ownerKey);
    await until('no ssh is left', () => tunnels().length === 0);
  });
});

describe('by ssh', () => {
  it.each([
    ['a key that is not accepted', () => [server.stranger, `${server.host}/x`], /Permission denied/],
    [
      'a host whose key is not known',
      () => [server.bin, server.host.replace('127.0.0.1', 'localhost')],
      /verif/,
    ],
    ['no engine there', () => [server.bin, `${server.host}/nowhere.sock`], /no answer|open failed|failed/],
  ] as const)('%s is told in its own words, and leaves nothing', async (_name, way, why) => {
    const [bin = '', host] = way();
    process.env.PATH = `${bin}:${before.PATH}`;
    process.env.DOCKER_HOST = host;
    await using search = new EngineSearch('docker');
    const { engines, infos } = await search.now();
    expect(engines).toEqual([]);
    expect(infos[0]?.detail).toMatch(why);
    expect(readdirSync(dockerHome())).not.toContain(ownerKey);
  });

  it('reads a host as docker and podman write it', () => {
    expect(parseSshHost('ssh://me@example.com:2222/run/podman/podman.sock')).toEqual({
      ...{ host: 'example.com', user: 'me', port: '2222', socketPath: '/run/podman/podman.sock' },
    });
    expect(parseSshHost('ssh://[::1]')).toEqual({
      ...{ host: '::1', user: null, port: null, socketPath: '/var/run/docker.sock' },
    });
    for (const bad of ['ssh://-oProxyCommand=x@h', 'ssh://a@-oProxyCommand=x', 'ssh://a%20b@h']) {
      expect(() => parseSshHost(bad)).toThrow();
    }
  });
});
