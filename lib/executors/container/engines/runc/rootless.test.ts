import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsSentence } from '#lib/domain/execution/engines.ts';
import { projectRoot } from '../../../host/home.ts';
import { below } from '../../../host/process-tree.ts';
import { until } from '../../testing/fixture.ts';
import { OtherUser } from '../../testing/other-user.ts';

const MAIN = fileURLToPath(new URL('../../testing/rootless-main.ts', import.meta.url));
/** Nobody on this machine; owns nothing, is in no group. Only root can become one. */
const SOMEONE = 54_323;

const readableByAll = (path: string): boolean =>
  (statSync(path).mode & 0o005) === 0o005 && (path === '/' || readableByAll(dirname(path)));

describe.runIf(process.getuid?.() === 0 && readableByAll(projectRoot))('embedded runc without root', () => {
  const user = new OtherUser();
  let listener: Server;
  let found: Awaited<ReturnType<OtherUser['start']>>;

  beforeAll(async () => {
    listener = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', () => resolve()));
    const { port } = listener.address() as { port: number };
    const args = ['--disable-warning=ExperimentalWarning', MAIN, String(port)];
    found = await user.start(process.execPath, args, { uid: SOMEONE, gid: SOMEONE });
  });
  afterAll(() => {
    user[Symbol.dispose]();
    listener.close();
  });

  it('says that it enforces no limit of memory and CPU, and whose user the code has', () => {
    const runc = found.engines.find(({ id }: { id: string }) => id === 'runc');
    expect(runc).toMatchObject({ available: true, title: expect.stringMatching(/^runc \d.* rootless$/) });
    expect(limitsSentence(runc)).toMatch(
      /Enforces the process limit\. Does not enforce the memory and CPU limits\./,
    );
    expect(limitsSentence(runc)).toContain('Code runs as the user who started Crossover');
    expect(found.build.engine).toMatch(/rootless$/);
  });

  it('runs handlers, own servers with WebSockets, and backing services', () => {
    expect(found.server).toEqual({ text: 'first second', hello: 'hello' });
    expect(found.stored).toEqual({ v: 1 });
    expect(found.python).toEqual({ ok: 150 });
  });

  it('hostile code reaches nothing', () => {
    const { attacks } = found;
    const of = (name: string) => attacks[Object.keys(attacks).find((key) => key.startsWith(name)) ?? ''];
    for (const path of ['/root', user.home, '/proc/1/root/home']) {
      expect(['ENOENT', 'EACCES'], path).toContain(of(`list ${path}`));
    }
    expect(of('list /run/crossover')).toEqual([]);
    expect(of('connect {"host":"127.0.0.1"')).toBe('ECONNREFUSED');
    expect(['ENETUNREACH', 'EADDRNOTAVAIL']).toContain(of('connect {"host":"192.0.2.1"'));
    expect(of('kill')).toBe('ESRCH');
    for (const name of Object.keys(attacks).filter((key) => key.startsWith('append'))) {
      expect(['EROFS', 'EACCES', 'ETXTBSY', 'ENOENT', 'EPERM'], name).toContain(attacks[name]);
    }
    expect([of('fill /tmp'), of('fill /dev/shm')]).toEqual(['ENOSPC', 'ENOSPC']);
    expect(of('bomb').refused).toBeGreaterThan(0);
    expect(of('env')).not.toContain('CROSSOVER_TEST_SECRET');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(of('read /proc/self/status')).toMatch(new RegExp(`${set}:\\s0+\\n`));
    }
    expect(of('read /proc/self/status')).toMatch(/NoNewPrivs:\s1[\s\S]*Seccomp:\s2/);
  });

  it('memory without end is stopped by what a process may reserve', () => {
    expect(['out-of-memory', 'exited', 'handler-error']).toContain(found.memory);
  });

  it('an engine that is killed leaves nothing', async () => {
    const before = below(user.pid);
    expect(before.length).toBeGreaterThan(1);
    user.kill();
    const runc = join(user.crossoverHome, 'runc');
    await until('nothing is left', () => !existsSync(runc) || readdirSync(runc).length === 0);
    await until('no process is left', () => before.every((pid) => !existsSync(`/proc/${pid}`)));
  });
});
