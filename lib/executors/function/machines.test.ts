import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../host/home.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { descendants, eventually, requestOf, sandboxProcesses, specOf } from './testing/support.ts';

const OWNER = fileURLToPath(new URL('./testing/owner-process.ts', import.meta.url));
const ROOT = process.getuid?.() === 0;
const SOMEONE = 54_321;

const readableByAll = (path: string): boolean =>
  (statSync(path).mode & 0o005) === 0o005 && (path === '/' || readableByAll(dirname(path)));

describe('a machine without usable control groups', () => {
  it('runs, counts no memory, and ends with nothing left', async () => {
    await using executor = createFunctionExecutor({ controlGroups: false });
    await using deployment = await executor.deploy(specOf('export const handler = () => "fine";'));
    expect((await deployment.invoke(requestOf())).body).toBe('fine');
    expect(deployment.instances()[0]?.memoryUsed).toBeNull();
    const before = sandboxProcesses();
    expect(before.length).toBeGreaterThan(0);
    await deployment[Symbol.asyncDispose]();
    const after = sandboxProcesses().map(({ pid }) => pid);
    expect(before.filter(({ pid }) => after.includes(pid))).toEqual([]);
  });

  it.each<[string, string]>([
    ['heap', 'const a = []; for (;;) a.push({ x: new Array(100).fill(Math.random()) });'],
    ['buffers', 'const a = []; for (;;) a.push(Buffer.alloc(16 << 20, 1));'],
  ])('memory eaten through the %s still ends (RLIMIT_DATA, V8)', async (_name, code) => {
    await using executor = createFunctionExecutor({ controlGroups: false });
    const spec = specOf(`export const handler = () => { ${code} };`, { timeout: 30_000 });
    await using deployment = await executor.deploy(spec);
    const { outcome } = await deployment.invoke(requestOf());
    expect(['out-of-memory', 'exited', 'handler-error']).toContain(outcome);
  });

  it('memory that many processes hold together ends the environment when it is above its limit', async () => {
    const code = `import { spawn } from 'node:child_process';
      const eat = () => new Promise((done) => { const c = spawn(process.execPath, ['-e', 'const kept = Buffer.alloc(150 * 2 ** 20, 1); console.log("have"); setInterval(() => kept.length, 1e6)'], { stdio: ['ignore', 'pipe', 'ignore'] }); c.stdout.once('data', done); c.once('exit', done); c.once('error', done); });
      export const handler = async (event) => { if (event.rawPath !== '/') return 'fine'; await Promise.all(Array.from({ length: 8 }, eat)); await new Promise((done) => setTimeout(done, 20_000)); return 'had it all'; };`;
    await using executor = createFunctionExecutor({ controlGroups: false });
    await using deployment = await executor.deploy(specOf(code, { timeout: 60_000, memory: 256 }));
    expect(await deployment.invoke(requestOf())).toMatchObject({
      outcome: 'out-of-memory',
      problem: { code: 'out-of-memory', owner: 'yours' },
    });
    expect(await deployment.invoke(requestOf({ path: '/x' }))).toMatchObject({ cold: true, body: 'fine' });
  });

  it('a fork bomb meets the limit of its user (RLIMIT_NPROC)', async () => {
    const code = `import { spawn } from 'node:child_process';
      export const handler = async () => { let started = 0; for (let i = 0; i < 300; i += 1) {
        const ok = await new Promise((done) => { const c = spawn('/usr/bin/node', ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' }); c.once('spawn', () => done(true)); c.once('error', (e) => done(e.code)); });
        if (ok !== true) return ok; started += 1; } return 'unbounded'; };`;
    await using executor = createFunctionExecutor({ controlGroups: false });
    await using deployment = await executor.deploy(specOf(code, { timeout: 30_000 }));
    const invocation = await deployment.invoke(requestOf());
    expect(invocation.body).not.toBe('unbounded');
  });
});

describe.runIf(ROOT)('a strict umask', () => {
  it('does not lock the sandbox out of its code', () => {
    const home = mkdtempSync(join(tmpdir(), 'crossover-umask-'));
    chmodSync(home, 0o711);
    try {
      const script = `process.umask(0o077);
        const { createFunctionExecutor } = await import(${JSON.stringify(new URL('./function-executor.ts', import.meta.url).href)});
        const { specOf, requestOf } = await import(${JSON.stringify(new URL('./testing/support.ts', import.meta.url).href)});
        await using executor = createFunctionExecutor();
        const deployment = await executor.deploy(specOf('export const handler = () => 42;'));
        console.log((await deployment.invoke(requestOf())).body);`;
      const env = { ...process.env, CROSSOVER_HOME: join(home, 'x') };
      const args = ['--input-type=module-typescript', '-e', script];
      expect(execFileSync(process.execPath, args, { env, cwd: projectRoot, encoding: 'utf8' }).trim()).toBe(
        '42',
      );
      expect(readdirSync(join(home, 'x', 'functions'))).toEqual([]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe.runIf(ROOT && readableByAll(projectRoot))('an engine that is not root', () => {
  it('runs sandboxes as itself, and they die with it', async () => {
    const home = mkdtempSync(join(tmpdir(), 'crossover-user-'));
    chmodSync(home, 0o777);
    const child = spawn(process.execPath, [OWNER], {
      ...{ uid: SOMEONE, gid: SOMEONE, cwd: '/' },
      env: { ...process.env, CROSSOVER_HOME: join(home, 'x'), HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        expect(line).toContain('socket:');
        break;
      }
      const inside = descendants(child.pid ?? 0);
      expect(inside.length).toBeGreaterThan(2);
      for (const { uids } of inside) expect(uids).toEqual(Array(4).fill(SOMEONE));
      child.kill('SIGKILL');
      const pids = inside.map(({ pid }) => pid);
      await eventually(
        () => !descendants(1).some(({ pid }) => pids.includes(pid)),
        'the sandboxes ended with their engine',
      );
    } finally {
      child.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    }
  });
});
