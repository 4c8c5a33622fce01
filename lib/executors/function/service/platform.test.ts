import { afterAll, describe, expect, it } from 'vitest';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { COUNTER, call, nodeFunction } from '../testing/functions.ts';
import { eventually } from '../testing/support.ts';
import { FunctionPlatform } from './platform.ts';

const records: InvocationRecord[] = [];
const platform = await FunctionPlatform.open({ onRecord: (record) => void records.push(record) });
afterAll(() => platform[Symbol.asyncDispose]());

describe('the life of an environment', () => {
  it('state in memory survives warm calls, and only them', async () => {
    const name = await nodeFunction(platform, COUNTER);
    expect([(await call(platform, name)).value, (await call(platform, name)).value]).toEqual([1, 2]);
    const other = await nodeFunction(platform, COUNTER);
    expect((await call(platform, other)).value).toBe(1);
  });

  it('everything in it stands still between invocations: threads and child processes too', async () => {
    const code = `import { spawn } from 'node:child_process';
      import { readFileSync } from 'node:fs';
      import { Worker } from 'node:worker_threads';
      const shared = new SharedArrayBuffer(8); const ticks = new BigInt64Array(shared);
      new Worker('const t = new BigInt64Array(require("node:worker_threads").workerData); setInterval(() => { t[0] += 1n; }, 1)', { eval: true, workerData: shared }).unref();
      spawn(process.execPath, ['-e', 'let n = 0; setInterval(() => { require("fs").writeFileSync("/tmp/next", String(n += 1)); require("fs").renameSync("/tmp/next", "/tmp/n"); }, 1)'], { detached: true, stdio: 'ignore' }).unref();
      let own = 0; setInterval(() => { own += 1; }, 1).unref();
      const child = () => { try { return Number(readFileSync('/tmp/n', 'utf8')); } catch { return 0; } };
      export const handler = async () => { const at = [Number(ticks[0]), child(), own]; await new Promise((r) => setTimeout(r, 400));
        return [at, [Number(ticks[0]), child(), own]]; };`;
    const name = await nodeFunction(platform, code, { timeoutMs: 10_000 });
    const [, before] = (await call(platform, name)).value as number[][];
    await new Promise((resolve) => setTimeout(resolve, 900));
    const [resumed, after] = (await call(platform, name)).value as number[][];
    for (const n of [0, 1, 2]) {
      // A run of 400 ms made progress; 1,500 ms of standing still made next to none.
      expect(after?.[n]).toBeGreaterThan((resumed?.[n] ?? 0) + 20);
      expect((resumed?.[n] ?? 0) - (before?.[n] ?? 0)).toBeLessThan(100);
    }
  });

  it('ends after its keep-alive', async () => {
    const name = await nodeFunction(platform, COUNTER, { keepAlive: { kind: 'fixed', ms: 50 } });
    await call(platform, name);
    await eventually(() => platform.instances(name).length === 0, 'scale to zero');
    expect(await call(platform, name)).toMatchObject({ value: 1, record: { start: 'cold' } });
  });

  it.each<[string, string, object, object, number?]>([
    [
      'takes too long',
      'for (;;);',
      { outcome: 'timeout' },
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
      },
      1_000,
    ],
    [
      'exits',
      'process.exit(7);',
      { outcome: 'exited' },
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          /^RequestId: [\w-]{36} Error: Runtime exited with error: exit status 7$/,
        ),
      },
    ],
    [
      'kills itself',
      'process.kill(process.pid, "SIGKILL"); for (;;);',
      { outcome: 'exited' },
      { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/signal: killed$/) },
    ],
    [
      'needs too much memory',
      'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));',
      { outcome: 'out-of-memory' },
      { errorType: 'Runtime.OutOfMemory' },
    ],
  ])(
    'that %s is killed, and the next one is fresh',
    async (_name, trouble, record, value, timeoutMs = 60_000) => {
      const code = `let n = 0; export const handler = async (event) => { n += 1; if (event.trouble) { ${trouble} } return n; };`;
      const name = await nodeFunction(platform, code, { timeoutMs, memoryMiB: 256 });
      await call(platform, name);
      const troubled = await call(platform, name, { trouble: 1 });
      expect(troubled).toMatchObject({ value, record: { ...record, start: 'warm' } });
      expect(troubled.record.billed).toBeLessThanOrEqual(timeoutMs);
      expect(await call(platform, name)).toMatchObject({ value: 1, record: { start: 'cold' } });
    },
  );

  it('/tmp has the size that was asked for, and its content stays with the environment', async () => {
    const code =
      'import fs from "node:fs"; export const handler = async () => { const s = fs.statfsSync("/tmp"); const was = fs.existsSync("/tmp/x"); fs.writeFileSync("/tmp/x", ""); return [(s.blocks * s.bsize) / 2 ** 20, was]; };';
    const name = await nodeFunction(platform, code, { tmpMiB: 700 });
    expect((await call(platform, name)).value).toEqual([700, false]);
    expect((await call(platform, name)).value).toEqual([700, true]);
  });
});

describe('init', () => {
  it('that takes too long is done once more within the invocation, with the function’s own time', async () => {
    await using hasty = await FunctionPlatform.open({ initTimeout: 400 });
    const slow = 'await new Promise((done) => setTimeout(done, 700)); export const handler = async () => 1;';
    const name = await nodeFunction(hasty, slow, { timeoutMs: 3_000 });
    const { value, record } = await call(hasty, name);
    expect([value, record.start, record.init]).toEqual([1, 'cold', 0]);
    expect(record.duration).toBeGreaterThan(700);
    expect(record.log).toMatch(/INIT_REPORT Init Duration: 4\d\d\.\d\d ms\tPhase: init\tStatus: timeout\n/);
    const never = await nodeFunction(hasty, 'await new Promise(() => setInterval(() => {}, 1e3));', {
      timeoutMs: 1_000,
    });
    const stuck = await call(hasty, never);
    const { requestId, log, duration, billed } = stuck.record;
    expect(stuck.value).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(stuck.record.outcome).toBe('init-error');
    expect(log).toMatch(
      /Phase: invoke\tStatus: timeout\nSTART RequestId[\s\S]*Task timed out after 1\.00 seconds\n/,
    );
    expect(log).toMatch(/\tBilled Duration: 1000 ms\t.*MB\tStatus: timeout\n$/);
    expect(duration).toBeGreaterThan(990);
    expect(billed).toBe(1_000);
    expect(hasty.instances(never).filter(({ state }) => state === 'idle')).toEqual([]);
  });
});

describe('the record', () => {
  it('measures memory and CPU time', async () => {
    const code = `let kept; export const handler = async (event) => { if (event.mib) kept = Buffer.alloc(event.mib * 2 ** 20, 1);
      if (event.burn) for (const end = process.cpuUsage().user + event.burn * 1000; process.cpuUsage().user < end;); return 0; };`;
    const name = await nodeFunction(platform, code, { timeoutMs: 60_000 });
    const idle = (await call(platform, name)).record;
    const full = (await call(platform, name, { mib: 200 })).record;
    const busy = (await call(platform, name, { burn: 80 })).record;
    expect((full.memoryUsed ?? 0) - (idle.memoryUsed ?? 0)).toBeGreaterThan(190);
    expect(busy.memoryUsed).toBeGreaterThanOrEqual(full.memoryUsed ?? 0);
    expect(busy.cpuTime).toBeGreaterThan(70);
    expect(busy.cpuTime).toBeLessThan(1_000);
    expect(busy.duration).toBeGreaterThan(70);
    expect(idle.billed).toBe(Math.ceil(idle.init + idle.duration - 1e-9));
    expect(busy.billed).toBe(Math.ceil(busy.duration - 1e-9));
  });

  it('has the whole log, flood or not', async () => {
    const name = await nodeFunction(
      platform,
      'console.log("loading"); export const handler = async (e) => { for (let n = 0; n < e.lines; n += 1) console.log("line " + n); };',
    );
    const { record } = await call(platform, name, { lines: 2 });
    expect(record.log.split('\n').map((line) => line.replace(/ (RequestId|Runtime).*/, ''))).toEqual([
      ...['INIT_START', 'loading', 'START', 'line 0', 'line 1', 'END', 'REPORT', ''],
    ]);
    const flood = (await call(platform, name, { lines: 20_000 })).record.log;
    expect(Buffer.byteLength(flood)).toBeLessThan(70_000);
    expect(flood).toMatch(/\[cut: \d+ bytes\][\s\S]*line 19999\nEND RequestId[^\n]*\nREPORT /);
    expect(records.at(-1)?.log).toBe(flood);
  });
});

it('without control groups the same holds, limited by rlimits', async () => {
  await using bare = await FunctionPlatform.open({ controlGroups: false });
  const code =
    'let n = 0; let ticks = 0; setInterval(() => { ticks += 1; }, 1).unref(); export const handler = async () => { const was = ticks; await new Promise((r) => setTimeout(r, 50)); return [n += 1, was, ticks]; };';
  const name = await nodeFunction(bare, code);
  const [, , before = 0] = (await call(bare, name)).value as number[];
  await new Promise((resolve) => setTimeout(resolve, 800));
  const { value, record } = await call(bare, name);
  const [n, resumed = 0] = value as number[];
  expect(n).toBe(2);
  expect(resumed - before).toBeLessThan(60);
  expect(record.memoryUsed).toBeGreaterThan(20);
  expect(record.cpuTime).toBeGreaterThanOrEqual(0);
});
