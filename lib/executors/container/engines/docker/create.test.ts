import Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import { buildImage } from '../../image/image.ts';
import type { Connection } from './connect.ts';
import { createOptions } from './create.ts';
import { dockerEngine } from './engine.ts';
import { atAddress, atLoopback } from './publishing.ts';

const connection: Connection = {
  docker: new Docker({ socketPath: '/nowhere.sock' }),
  name: 'unix:///nowhere.sock',
  publishing: atLoopback,
  close: async () => {},
  title: 'Docker 1.2',
  product: 'docker',
  transport: 'socket',
  limits: { memory: true, cpu: true, pids: false },
  takesGroup: true,
};
const BY_PORT = { socketDirectory: null, group: null };
const services = [{ name: 'store', hostSocketPath: '/services/store.sock' }];
const spec = { id: 'c1', memory: 256, cpus: 0.5, egress: false, environment: { A: '1' }, services };
const image = () =>
  buildImage({ entry: 'h.mjs', handler: 'handler', files: [{ path: 'h.mjs', content: '' }] });

describe('what Docker is asked for', () => {
  it('is as little as the code needs', async () => {
    const { HostConfig, Env, User } = createOptions(await image(), spec, connection, {
      socketDirectory: '/sockets',
      group: null,
    });
    expect(HostConfig).toMatchObject({
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      Memory: 256 * 1024 * 1024,
      MemorySwap: 256 * 1024 * 1024,
      NanoCpus: 500_000_000,
      Mounts: [
        { Source: '/sockets', Target: '/run/crossover', ReadOnly: false },
        { Source: '/services/store.sock', Target: '/run/services/store.sock', ReadOnly: true },
      ],
    });
    expect(HostConfig?.SecurityOpt).toContain('no-new-privileges');
    expect(HostConfig?.PortBindings).toBeUndefined();
    expect(HostConfig?.CgroupParent).toBeUndefined();
    expect(User).toBe('65534:65534');
    expect(Env).toEqual(expect.arrayContaining(['A=1', 'STORE_SOCKET=/run/services/store.sock']));
  });

  it('publishes on the loopback alone where no socket can be shared', async () => {
    const { HostConfig, Env } = createOptions(await image(), { ...spec, services: [] }, connection, BY_PORT);
    expect(HostConfig?.PortBindings).toEqual({ '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] });
    expect(Env?.some((line) => line.startsWith('CROSSOVER_LISTEN'))).toBe(false);
  });

  it('publishes on the one address under which another machine is known', async () => {
    const publishing = await atAddress('192.0.2.7');
    const there = { ...connection, publishing };
    const { HostConfig } = createOptions(await image(), { ...spec, services: [] }, there, BY_PORT);
    expect(HostConfig?.PortBindings).toEqual({ '8080/tcp': [{ HostIp: '192.0.2.7', HostPort: '0' }] });
    expect(await atAddress('localhost')).toBe(atLoopback);
    expect(await atAddress('[::1]')).toBe(atLoopback);
  });

  it('leaves Podman its own seccomp profile, which it would read from a path', async () => {
    const podman = createOptions(
      await image(),
      spec,
      { ...connection, product: 'podman' },
      { socketDirectory: '/sockets', group: null },
    );
    expect(podman.HostConfig?.SecurityOpt).toEqual(['no-new-privileges']);
  });

  it('says what is not enforced', () => {
    const lines = dockerEngine({ ...connection, transport: 'port' }).capabilities();
    expect(lines.find(({ id }) => id === 'container-pids')?.status).toBe('degraded');
    expect(lines.find(({ id }) => id === 'container-memory')?.status).toBe('ok');
    expect(lines.find(({ id }) => id === 'container-network')).toMatchObject({ status: 'degraded' });
  });
});
