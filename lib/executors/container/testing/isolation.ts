import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import { checkoutId, crossoverHome, projectRoot } from '../../host/home.ts';
import { ask, call, type Stage } from './fixture.ts';

/** Code that tries what the test tells it and reports how each attempt ended. */
export const ATTACKER = `
import * as fs from 'node:fs'; import net from 'node:net'; import os from 'node:os';
import { spawn } from 'node:child_process';
const attempt = async (act) => { try { return await act(); } catch (error) { return error.code ?? String(error); } };
const connect = (to) => new Promise((resolve) => {
  const socket = net.connect(to, () => resolve('connected')); socket.on('error', (error) => resolve(error.code));
  setTimeout(() => resolve('silence'), 2000); });
const fill = (path, mib) => { const chunk = Buffer.alloc(1 << 20, 1); const file = fs.openSync(path, 'w');
  try { for (let n = 0; n < mib; n += 1) fs.writeSync(file, chunk); } finally { fs.closeSync(file); fs.rmSync(path); }
  return 'filled'; };
const bomb = async (count) => { const children = []; let refused = 0;
  for (let n = 0; n < count; n += 1) { const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    child.on('error', () => { refused += 1; }); children.push(child); }
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const child of children) child.kill('SIGKILL');
  return { refused }; };
const ACTS = {
  read: (path) => fs.readFileSync(path, 'utf8'), write: (path) => { fs.writeFileSync(path, 'x'); return 'written'; },
  append: (path) => { fs.appendFileSync(path, 'x'); return 'written'; },
  list: (path) => fs.readdirSync(path), remove: (path) => { fs.rmSync(path); return 'removed'; },
  link: (path) => { fs.symlinkSync('/etc/passwd', path); return 'linked'; }, connect, fill, bomb,
  run: (path) => { fs.copyFileSync(process.execPath, path); fs.chmodSync(path, 0o755);
    return new Promise((resolve) => spawn(path, ['-v']).on('error', (e) => resolve(e.code)).on('exit', () => resolve('ran'))); },
  interfaces: () => Object.keys(os.networkInterfaces()), kill: (pid) => process.kill(pid, 'SIGKILL'),
  setuid: () => { process.setuid(0); return 'root'; }, ids: () => [process.getuid(), process.getgid(), process.getgroups()],
  env: () => Object.keys(process.env),
};
export const handler = (event) => { const { act, with: given } = JSON.parse(event.body);
  return attempt(() => ACTS[act](...given)).then((result) => ({ result })); };`;

/** What hostile code meets. */
export function isolation(stage: () => Stage): void {
  describe('isolation', () => {
    let target: Deployment;
    let tcp: Server;
    let abstract: Server;
    const name = `\0crossover-test-${process.pid}`;
    const attempt = async (act: string, ...given: unknown[]) =>
      (await ask(target, '/', { method: 'POST', body: JSON.stringify({ act, with: given }) })).result;
    const listening = (server: Server, where: string | { port: number; host: string }) =>
      new Promise<void>((resolve) => server.listen(where, () => resolve()));

    beforeAll(async () => {
      process.env.CROSSOVER_TEST_SECRET = 'secret';
      target = await stage().deploy(ATTACKER);
      tcp = createServer((socket) => socket.end());
      abstract = createServer((socket) => socket.end());
      await listening(tcp, { port: 0, host: '127.0.0.1' });
      await listening(abstract, name);
    });
    afterAll(async () => {
      delete process.env.CROSSOVER_TEST_SECRET;
      tcp.close();
      abstract.close();
      await target[Symbol.asyncDispose]();
    });

    it.each([projectRoot, crossoverHome(), '/etc/shadow', '/root', '/home', '/boot', '/var/run/docker.sock'])(
      'sees nothing of %s',
      async (path) => {
        expect(['ENOENT', 'EACCES']).toContain(await attempt('list', path));
        expect(['ENOENT', 'EACCES']).toContain(await attempt('list', `/proc/1/root${path}`));
      },
    );

    it('finds only the few files of the image at the top', async () => {
      const top = ['.dockerenv', 'dev', 'etc', 'lib', 'lib64', 'proc', 'run', 'sys', 'tmp', 'usr', 'var'];
      for (const entry of await attempt('list', '/')) expect(top).toContain(entry);
    });

    it('reaches no network: neither the loopback nor abstract sockets of this machine nor anything outside', async () => {
      const { port } = tcp.address() as { port: number };
      expect(await attempt('connect', { host: '127.0.0.1', port })).toBe('ECONNREFUSED');
      expect(['ENETUNREACH', 'EADDRNOTAVAIL']).toContain(
        await attempt('connect', { host: '192.0.2.1', port: 80 }),
      );
      expect(await attempt('connect', name)).toBe('ECONNREFUSED');
    });

    it('has no privilege and cannot get one', async () => {
      const status = await attempt('read', '/proc/self/status');
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
        expect(status).toMatch(new RegExp(`${set}:\\s0+\\n`));
      }
      expect(status).toMatch(/NoNewPrivs:\s1/);
      expect(status).toMatch(/Seccomp:\s2/);
      const [uid, gid, groups] = await attempt('ids');
      expect(Math.min(uid, gid, ...groups)).toBeGreaterThan(1_000);
      expect(await attempt('setuid')).toBe('EPERM');
    });

    it('sees and harms no process but its own', async () => {
      const pids = (await attempt('list', '/proc')).filter((entry: string) => /^\d+$/.test(entry));
      expect(pids).toEqual(['1']);
      expect(await attempt('kill', process.pid)).toBe('ESRCH');
    });

    it('knows nothing of the environment of the engine', async () => {
      const names: string[] = await attempt('env');
      expect(names).not.toContain('CROSSOVER_TEST_SECRET');
      expect(names.filter((entry) => /TOKEN|SECRET|DATABASE/.test(entry))).toEqual([]);
    });

    it.each([
      '/proc/sys/kernel/core_pattern',
      '/proc/sys/vm/overcommit_memory',
      '/proc/sysrq-trigger',
      '/sys/kernel/uevent_helper',
      '/sys/fs/cgroup/memory/release_agent',
    ])('cannot write %s', async (path) => {
      expect(['EROFS', 'EACCES', 'ENOENT', 'EPERM']).toContain(await attempt('append', path));
    });

    it.each([
      '/var/task/handler.mjs',
      '/var/task/new.mjs',
      '/var/runtime/server.cjs',
      '/usr/local/bin/node',
      '/etc/passwd',
      '/run/x',
      '/dev/x',
      '/run/services/x',
    ])('cannot change %s: the image is read-only', async (path) => {
      expect(['EROFS', 'EACCES', 'ETXTBSY']).toContain(await attempt('append', path));
    });

    it('cannot put a link to another socket of this machine in the place of its own, nor fill the disk there', async () => {
      expect(await attempt('remove', '/run/crossover/http.sock')).toBe('EACCES');
      expect(await attempt('link', '/run/crossover/other')).toBe('EACCES');
      expect(await attempt('write', '/run/crossover/file')).toBe('EACCES');
    });

    it('has little room in memory and runs no program from there', async () => {
      expect(await attempt('fill', '/tmp/large', 100)).toBe('ENOSPC');
      expect(await attempt('fill', '/dev/shm/large', 100)).toBe('ENOSPC');
      // The program itself does not fit; what fits may not be executed.
      expect(['ENOSPC', 'EACCES']).toContain(await attempt('run', '/tmp/program'));
    });

    it('a fork bomb meets the limit of processes and harms nobody', async () => {
      const { refused } = await attempt('bomb', 60);
      expect(refused).toBeGreaterThan(0);
      expect(await attempt('ids')).toHaveLength(3);
    });

    it('two containers share nothing: a file of one is not there in the other, nor in its successor', async () => {
      await using other = await stage().deploy(ATTACKER);
      expect(await attempt('write', '/tmp/mine')).toBe('written');
      const look = { method: 'POST', body: JSON.stringify({ act: 'list', with: ['/tmp'] }) };
      expect(await ask(other, '/', look)).toEqual({ result: [] });
      expect(await attempt('list', '/tmp')).toEqual(['mine']);
      await target.kill(target.instances()[0]?.id ?? '');
      expect(JSON.parse((await call(target, '/', look)).body ?? '')).toEqual({ result: [] });
    });

    it('has left no mark on this machine', () => {
      expect(existsSync('/tmp/mine')).toBe(false);
      expect(checkoutId).toHaveLength(8);
    });
  });
}
