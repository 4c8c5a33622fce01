import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import { homeDirectory, projectRoot } from '../../host/home.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { EVALUATOR, evaluate, requestOf, sandboxProcesses, specOf } from '../testing/support.ts';

const SECRET = 'secret-of-the-executor';
process.env.CROSSOVER_TEST_SECRET = SECRET;
const executor = createFunctionExecutor();
let deployment: Deployment;
const attack = (script: string) => evaluate(deployment, script);

beforeAll(async () => {
  deployment = await executor.deploy(specOf(EVALUATOR, { memory: 1024, timeout: 30_000 }));
});
afterAll(() => executor[Symbol.asyncDispose]());

describe('files (mount namespace)', () => {
  const below = [projectRoot, homeDirectory('functions'), homeDirectory('runtime')];
  it.each([
    '/etc/shadow',
    '/etc/hostname',
    '/root',
    '/home',
    '/var/lib',
    '/usr/share/doc',
    '/sys',
    '/boot',
    ...below,
  ])('%s of this machine is not there', async (path) => {
    const answer = await attack(`return require('node:fs').statSync(${JSON.stringify(path)}).mode`);
    expect(answer.error).toBe('ENOENT');
  });

  it('of /usr/share the time zones are there, which a user may ask for, and nothing else', async () => {
    const answer = await attack("return require('node:fs').readdirSync('/usr/share')");
    expect(answer.value).toEqual(['zoneinfo']);
  });

  it.each(['/proc/1/root/etc/shadow', '/proc/self/root/etc/shadow', '/proc/1/cwd/../../etc/shadow'])(
    'nor through %s',
    async (path) => {
      const answer = await attack(`return require('node:fs').readFileSync(${JSON.stringify(path)}, 'utf8')`);
      expect(answer.error).toMatch(/ENOENT|EACCES/);
    },
  );

  it("another function's code is not there", async () => {
    await using other = await executor.deploy(specOf('export const handler = () => "other function";'));
    await other.invoke(requestOf());
    const search = `const fs = require('node:fs');
      const files = (dir) => fs.readdirSync(dir, { withFileTypes: true, recursive: true }).filter((e) => e.isFile()).map((e) => e.parentPath + '/' + e.name);
      const small = ['/etc', '/run', '/tmp', '/usr', '/var'].filter(fs.existsSync).flatMap(files).filter((p) => fs.statSync(p).size < 1e5);
      return small.map((p) => [p, fs.readFileSync(p, 'utf8').includes('other function')]);`;
    const { value } = await attack(search);
    expect(Object.fromEntries(value as [string, boolean][])).toMatchObject({
      '/var/task/handler.mjs': false,
    });
    expect((value as [string, boolean][]).filter(([, found]) => found)).toEqual([]);
  });

  it.each([
    '/x',
    '/var/task/x',
    '/var/runtime/bootstrap.cjs',
    '/etc/passwd',
    '/usr/bin/node',
    '/dev/x',
    '/dev/shm/x',
    '/run/x',
  ])('writing %s is refused', async (path) => {
    const answer = await attack(`require('node:fs').writeFileSync(${JSON.stringify(path)}, 'x')`);
    expect(answer.error).toMatch(/EROFS|EACCES|ENOENT|ETXTBSY/);
    expect(answer.error).not.toBe(path.startsWith('/run') ? '' : 'ENOENT');
  });

  it('/tmp ends at 512 MiB', async () => {
    const answer =
      await attack(`const fs = require('node:fs'); const block = Buffer.alloc(1 << 20, 1); let written = 0;
      const fd = fs.openSync('/tmp/fill', 'w');
      try { for (; written < 700; written += 1) fs.writeSync(fd, block); } catch (error) { return { written, code: error.code }; } finally { fs.closeSync(fd); fs.rmSync('/tmp/fill'); }`);
    expect(answer.value).toMatchObject({ code: 'ENOSPC' });
    expect((answer.value as { written: number }).written).toBeLessThanOrEqual(512);
  });

  it('/tmp of another environment is another /tmp', async () => {
    await using other = await executor.deploy(specOf(EVALUATOR));
    await attack(`require('node:fs').writeFileSync('/tmp/mine', 'x')`);
    const seen = await evaluate(other, `return require('node:fs').readdirSync('/tmp')`);
    expect(seen).toEqual({ value: [] });
  });
});

describe('kernel settings (unprivileged user on the host)', () => {
  it.each([
    'kernel/core_pattern',
    'kernel/hostname',
    'vm/drop_caches',
    'kernel/modprobe',
    'net/ipv4/ip_forward',
  ])('/proc/sys/%s cannot be written', async (name) => {
    const answer = await attack(`require('node:fs').writeFileSync('/proc/sys/${name}', 'x')`);
    expect(answer.error).toMatch(/EACCES|EROFS|EPERM|ENOENT/);
  });

  it.each(['/proc/kcore', '/proc/kmsg', '/proc/sysrq-trigger', '/dev/mem', '/dev/vda', '/dev/kmsg'])(
    '%s cannot be opened',
    async (path) => {
      const answer = await attack(`require('node:fs').openSync(${JSON.stringify(path)}, 'r+')`);
      expect(answer.error).toMatch(/EACCES|EPERM|ENOENT|EROFS/);
    },
  );

  it('no process of a sandbox is root on this machine', async () => {
    await attack('return 1');
    const all = sandboxProcesses();
    expect(all.length).toBeGreaterThanOrEqual(2);
    for (const { uids } of all) expect(uids).not.toContain(0);
  });

  it('is the first to go when this machine runs out of memory, and cannot change that', async () => {
    const { value } = await attack(`const fs = require('node:fs'); const own = '/proc/self/oom_score_adj';
      const write = (score) => { try { fs.writeFileSync(own, score); return 'written'; } catch (e) { return e.code; } };
      return [fs.readFileSync(own, 'utf8').trim(), write('-1000')];`);
    expect(value).toEqual(['1000', 'EROFS']);
  });

  it('inside it is nobody special', async () => {
    const { value } = await attack('return [process.getuid(), process.geteuid(), process.getgroups()]');
    expect(value).toEqual([993, 993, expect.not.arrayContaining([0])]);
  });
});

describe('processes (PID namespace)', () => {
  it('only those of the sandbox are seen', async () => {
    const { value } = await attack(`const fs = require('node:fs');
      return fs.readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).map((n) => fs.readFileSync('/proc/' + n + '/comm', 'utf8').trim());`);
    expect((value as string[]).toSorted()).toEqual(['bwrap', expect.stringMatching(/node|MainThread/)]);
  });

  it('a process of this machine cannot be signalled', async () => {
    const answer = await attack(`process.kill(${process.pid}, 0)`);
    expect(answer.error).toBe('ESRCH');
  });

  it('killing everything it can reach ends only its own environment', async () => {
    await using other = await executor.deploy(specOf(EVALUATOR));
    const invocation = await other.invoke(requestOf({ body: 'process.kill(-1, 9)' }));
    expect(['ok', 'exited']).toContain(invocation.outcome);
    expect((await attack('return 1')).value).toBe(1);
  });

  it("the executor's environment is nowhere", async () => {
    const { value } = await attack(`const fs = require('node:fs');
      return fs.readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).map((n) => { try { return fs.readFileSync('/proc/' + n + '/environ', 'utf8'); } catch (e) { return e.code; } }).join() + JSON.stringify(process.env);`);
    expect(value).not.toContain(SECRET);
    expect(value).not.toContain('HOSTNAME');
  });

  it('a fork bomb meets the process limit and this machine stays well', async () => {
    const code = `import { spawn } from 'node:child_process';
      export const handler = async () => { let started = 0; for (let i = 0; i < 400; i += 1) {
        const ok = await new Promise((done) => { try { const c = spawn('/usr/bin/node', ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' }); c.once('spawn', () => done(true)); c.once('error', () => done(false)); } catch { done(false); } });
        if (!ok) return started; started += 1; } return started; };`;
    await using bomb = await executor.deploy(specOf(code, { memory: 3_000, timeout: 60_000 }));
    const invocation = await bomb.invoke(requestOf());
    expect(sandboxProcesses().length).toBeLessThan(256);
    if (invocation.outcome === 'ok') expect(Number(invocation.body)).toBeLessThan(256);
    else expect(['exited', 'out-of-memory', 'timeout']).toContain(invocation.outcome);
    await bomb[Symbol.asyncDispose]();
    expect((await attack('return 1')).value).toBe(1);
  });
});

describe('network (network namespace)', () => {
  let tcp: Server;
  let abstract: Server;
  let port = 0;
  let reached = 0;
  const abstractName = `\0crossover-attack-${process.pid}`;
  beforeAll(async () => {
    const listen = (server: Server, ...where: [number, string] | [string]) =>
      new Promise<void>((resolve) => {
        const done = () => resolve();
        if (where.length === 2) server.listen(where[0], where[1], done);
        else server.listen(where[0], done);
      });
    tcp = createServer(() => (reached += 1));
    abstract = createServer(() => (reached += 1));
    await listen(tcp, 0, '0.0.0.0');
    await listen(abstract, abstractName);
    port = (tcp.address() as { port: number }).port;
  });
  afterAll(() => {
    expect(reached).toBe(0);
    tcp.close();
    abstract.close();
  });

  const connecting = (options: object) =>
    attack(`const s = require('node:net').connect(${JSON.stringify(options)}); s.setTimeout(3000, () => s.destroy(new Error('slow')));
      await new Promise((done, fail) => { s.once('connect', done); s.once('error', fail); }); return 'connected';`);

  it('a server on the loopback of this machine is not reached', async () => {
    expect((await connecting({ host: '127.0.0.1', port })).error).toBe('ECONNREFUSED');
  });

  it('nor on any other address of this machine, nor the metadata service', async () => {
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const hosts = own.filter(({ internal }) => !internal).map(({ address }) => address);
    for (const host of [...hosts, '169.254.169.254', '8.8.8.8']) {
      expect((await connecting({ host, port })).error).toMatch(
        /ENETUNREACH|EHOSTUNREACH|EINVAL|EADDRNOTAVAIL/,
      );
    }
  });

  it('an abstract unix socket of this machine is not reached', async () => {
    expect((await connecting({ path: abstractName })).error).toBe('ECONNREFUSED');
  });

  it('there is no other interface than its own loopback', async () => {
    const { value } = await attack(
      `return require('node:fs').readFileSync('/proc/net/dev', 'utf8').split('\\n').filter((l) => l.includes(':')).map((l) => l.trim().split(':')[0])`,
    );
    expect(value).toEqual(['lo']);
  });

  it('a server inside is not seen outside', async () => {
    const { value } = await attack(
      `const s = require('node:net').createServer(); await new Promise((r) => s.listen(0, '127.0.0.1', r)); return s.address().port;`,
    );
    expect(readFileSync('/proc/net/tcp', 'utf8')).not.toContain(
      `0100007F:${Number(value).toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`,
    );
  });
});
