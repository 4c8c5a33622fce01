import { afterAll, describe, expect, it } from 'vitest';
import type { DeploySpec, Invocation } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { MAX_LOG_BYTES } from './protocol/log-buffer.ts';
import { requestOf, sandboxProcesses, specOf } from './testing/support.ts';

const executor = createFunctionExecutor();
/** For code that never loads: nobody is to wait for the platform's ten seconds. */
const hasty = createFunctionExecutor({ initTimeout: 1_500 });
afterAll(() => Promise.all([executor, hasty].map((one) => one[Symbol.asyncDispose]())));

/** The first and the next invocation of a function. */
async function invokeTwice(code: string, over: Partial<DeploySpec> = {}): Promise<[Invocation, Invocation]> {
  await using deployment = await executor.deploy(specOf(code, over));
  return [await deployment.invoke(requestOf()), await deployment.invoke(requestOf())];
}

describe('code that cannot be loaded', () => {
  it.each<[string, string, RegExp]>([
    ['a syntax error', 'export const handler = (', /SyntaxError/],
    ['a throw at load', 'console.log("before"); throw new Error("no database");', /no database/],
    ['a missing export', 'export const other = 1;', /exports no function "handler"; it exports other/],
    ['a missing module', 'import "left-pad"; export const handler = 1;', /left-pad/],
    ['a top-level await that rejects', 'await Promise.reject(new TypeError("late"));', /TypeError: late/],
  ])('%s is an init error with its reason', async (_name, code, message) => {
    const [first, second] = await invokeTwice(code);
    for (const invocation of [first, second]) {
      expect(invocation).toMatchObject({ outcome: 'init-error', cold: true, status: null, handler: 0 });
      expect(invocation.problem?.message).toMatch(message);
      expect(invocation.problem?.owner).toBe('yours');
    }
  });

  it('what was printed before is in the log', async () => {
    const [{ log }] = await invokeTwice('console.log("got here"); throw new Error("x");');
    expect(log).toContain('got here');
  });

  it.each<[string, string, string]>([
    ['hangs', 'await new Promise(() => {});', 'init-timeout'],
    ['loops', 'for (;;);', 'init-timeout'],
    ['exits', 'process.exit(3);', 'init-exited'],
  ])('loading that %s is ended', async (_name, code, problem) => {
    const patience = problem === 'init-timeout' ? hasty : executor;
    await using deployment = await patience.deploy(specOf(code));
    const invocation = await deployment.invoke(requestOf());
    expect(invocation).toMatchObject({ outcome: 'init-error', problem: { code: problem } });
  });
});

describe('a handler in trouble', () => {
  it('a throw leaves the environment warm', async () => {
    const [first, second] = await invokeTwice(
      'export const handler = () => { console.error("why"); throw new RangeError("bad"); };',
    );
    expect(first).toMatchObject({ outcome: 'handler-error', status: null, body: null });
    expect(first.problem?.message).toContain('RangeError: bad');
    expect(first.problem?.detail).toContain('handler.mjs:1');
    expect(first.log).toBe('why\n');
    expect(second.cold).toBe(false);
  });

  it.each<[string, string]>([
    ['rejects', 'export const handler = async () => { await 1; throw "text"; };'],
    ['throws null', 'export const handler = () => { throw null; };'],
    ['throws what cannot be shown', 'export const handler = () => { throw Object.create(null); };'],
  ])('a handler that %s is a handler error', async (_name, code) => {
    expect((await invokeTwice(code))[0].outcome).toBe('handler-error');
  });

  it.each<[string, string, string]>([
    ['process.exit', 'process.exit(7)', 'code 7'],
    ['a signal', 'process.kill(process.pid, "SIGKILL")', 'signal 9'],
    ['abort', 'process.abort()', 'signal 6'],
    [
      'an uncaught error',
      'setImmediate(() => { throw new Error("stray"); }), new Promise(() => {})',
      'code 1',
    ],
    ['closing the channel', '(await import("node:fs")).closeSync(3)', 'code'],
  ])('%s ends the environment and the next one is fresh', async (_name, expression, how) => {
    const code = `export const handler = async () => { await (${expression}); };`;
    const [first, second] = await invokeTwice(code);
    expect(first).toMatchObject({ outcome: 'exited', problem: { code: 'handler-exited' } });
    expect(first.problem?.message).toContain(how);
    expect(second).toMatchObject({ cold: true, outcome: 'exited' });
  });

  it.each<[string, string]>([
    ['waits for ever', 'new Promise(() => setInterval(() => {}, 1e6))'],
    ['loops', '(() => { for (;;); })()'],
  ])('a handler that %s is ended at its timeout, with everything it started', async (_name, expression) => {
    const before = sandboxProcesses().length;
    const code = `import { spawn } from 'node:child_process';
      export const handler = () => { console.log('begun'); spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true, stdio: 'ignore' }).unref();
      return ${expression}; };`;
    await using deployment = await executor.deploy(specOf(code, { timeout: 700 }));
    const invocation = await deployment.invoke(requestOf());
    expect(invocation).toMatchObject({ outcome: 'timeout', status: null, problem: { owner: 'yours' } });
    expect(invocation.log).toContain('begun');
    expect(invocation.handler).toBeGreaterThanOrEqual(699);
    expect(invocation.billed).toBeGreaterThanOrEqual(700);
    await deployment[Symbol.asyncDispose]();
    expect(sandboxProcesses()).toHaveLength(before);
  });
});

describe('output', () => {
  it('belongs to the invocation that printed it, up to the last byte', async () => {
    const code = `let n = 0; export const handler = () => { n += 1; console.log('call ' + n); process.stderr.write('x'.repeat(50_000 * n) + 'end ' + n); };`;
    await using deployment = await executor.deploy(specOf(code));
    const [first, second] = [await deployment.invoke(requestOf()), await deployment.invoke(requestOf())];
    expect(first.log).toMatch(/^call 1\nx{50000}end 1$/);
    expect(second.log).toMatch(/^call 2\nx+\n\[cut: \d+ more bytes were printed\]$/);
  });

  it('a flood of 100 MB neither stalls nor fills this process', async () => {
    const code = `import { writeSync } from 'node:fs'; const block = Buffer.alloc(1 << 20, 'y');
      const all = (fd) => { for (let i = 0; i < 50; i += 1) for (let at = 0; at < block.length; ) { try { at += writeSync(fd, block, at); } catch (e) { if (e.code !== 'EAGAIN') throw e; } } };
      export const handler = () => { all(1); all(2); return 'done'; };`;
    await using deployment = await executor.deploy(specOf(code, { memory: 1769, timeout: 30_000 }));
    const before = process.memoryUsage().rss;
    const invocation = await deployment.invoke(requestOf());
    expect(invocation).toMatchObject({ outcome: 'ok', body: 'done' });
    expect(invocation.log.length).toBeLessThan(MAX_LOG_BYTES + 100);
    expect(invocation.log).toContain(`[cut: ${100 * 1024 * 1024 - MAX_LOG_BYTES} more bytes`);
    expect(process.memoryUsage().rss - before).toBeLessThan(90 * 1024 * 1024);
  });
});

describe('a process that floods while its environment is idle', () => {
  const code = `import { spawn } from 'node:child_process';
    export const handler = () => { spawn(process.execPath, ['-e', 'const b = Buffer.alloc(1 << 16, 90); for (;;) require("fs").writeSync(1, b)'], { stdio: ['ignore', 1, 1] }); return 1; };`;

  it('is not read, and the environment still ends when it is killed', async () => {
    await using deployment = await executor.deploy(specOf(code));
    const { instanceId } = await deployment.invoke(requestOf());
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = process.memoryUsage().rss;
    expect(await deployment.kill(instanceId ?? '')).toBe(true);
    expect(deployment.instances()).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });
});

describe('a package with a path that leads outside', () => {
  it('is refused before anything is written', async () => {
    const bundle = { entry: 'h.mjs', handler: 'handler', files: [{ path: '../../x.mjs', content: '' }] };
    const deploying = executor.deploy(specOf('', { bundle }));
    await expect(deploying).rejects.toMatchObject({ problem: { code: 'bundle-path-outside' } });
  });
});

describe('answers that cannot be sent', () => {
  it.each<[string, string]>([
    ['BigInt', '10n'],
    ['a circular object', '(() => { const a = {}; a.a = a; return a; })()'],
    ['a function', '() => 1'],
    ['a huge string', '"x".repeat(7_000_000)'],
    ['a status that is none', '({ statusCode: 9 })'],
  ])('%s is an invalid response, and the environment lives on', async (_name, expression) => {
    const [first, second] = await invokeTwice(`export const handler = () => (${expression});`);
    expect(first).toMatchObject({ outcome: 'invalid-response', problem: { owner: 'yours' } });
    expect(second.cold).toBe(false);
  });

  it('an answer just below the limit arrives whole', async () => {
    const [{ body, outcome }] = await invokeTwice(`export const handler = () => '"'.repeat(3_000_000);`);
    expect(outcome).toBe('ok');
    expect(body).toHaveLength(3_000_000);
  });
});

describe('memory', () => {
  it.each<[string, string]>([
    ['the heap', 'const a = []; for (;;) a.push({ x: new Array(100).fill(Math.random()) });'],
    ['buffers', 'const a = []; for (;;) a.push(Buffer.alloc(4 << 20, 1));'],
    ['files in /tmp', 'for (let i = 0; ; i += 1) fs.writeFileSync("/tmp/" + i, Buffer.alloc(4 << 20, 1));'],
  ])('eating it through %s is out-of-memory', async (_name, code) => {
    const source = `import fs from 'node:fs'; export const handler = (e) => { if (e.rawPath === '/') { ${code} } return 1; };`;
    await using deployment = await executor.deploy(specOf(source, { memory: 160, timeout: 30_000 }));
    const first = await deployment.invoke(requestOf());
    const second = await deployment.invoke(requestOf({ path: '/harmless' }));
    expect(first).toMatchObject({ outcome: 'out-of-memory', problem: { owner: 'yours' } });
    expect(second).toMatchObject({ cold: true, outcome: 'ok' });
  });

  it('128 MiB are enough to run in', async () => {
    const [first] = await invokeTwice('export const handler = () => 1;', { memory: 128 });
    expect(first.outcome).toBe('ok');
  });
});

describe('forged messages on the channel', () => {
  const forge = (bytes: string): string => `import { writeSync } from 'node:fs';
    const frame = (m) => { const j = Buffer.from(typeof m === 'string' ? m : JSON.stringify(m)); const b = Buffer.alloc(4 + j.length); b.writeUInt32BE(j.length); j.copy(b, 4); return b; };
    export const handler = async (event) => { writeSync(3, ${bytes}); await new Promise((r) => setTimeout(r, 5000)); };`;

  it.each<[string, string]>([
    [
      'an answer to another request',
      "frame({ type: 'reply', id: 'other', handlerMs: 1, status: 200, body: 'forged' })",
    ],
    [
      'an answer to its own request, by a number that it may have',
      "frame({ type: 'reply', id: '1', handlerMs: 0, status: 200, body: 'forged' })",
    ],
    ['a length of 4 GiB', 'Buffer.alloc(8, 255)'],
    ['no JSON', "frame('}{')"],
    ['JSON that is no object', "frame('[1]')"],
    ['an unknown type', "frame({ type: 'constructor' })"],
    ['__proto__', `frame('{"__proto__":{"type":"ready"}}')`],
    ['ready a second time', "frame({ type: 'ready' })"],
    ['a reply without fields', "frame({ type: 'reply' })"],
    ['a failure of an unknown kind', "frame({ type: 'failure', id: 'x', code: 'ok', handlerMs: 1 })"],
  ])('%s ends the environment', async (_name, bytes) => {
    const [first, second] = await invokeTwice(forge(bytes));
    expect(first).toMatchObject({
      outcome: 'exited',
      status: null,
      problem: { code: 'sandbox-protocol-violation' },
    });
    expect(second.cold).toBe(true);
  });

  it('a message after the answer cannot come while the environment stands still, and ends it when it goes on', async () => {
    const code = `import { spawn } from 'node:child_process';
      const forge = 'setTimeout(() => require("fs").writeSync(3, Buffer.alloc(8, 1)), 50)';
      let calls = 0;
      export const handler = async () => { calls += 1; if (calls > 1) await new Promise((done) => setTimeout(done, 5_000));
        spawn(process.execPath, ['-e', forge], { stdio: ['ignore', 'ignore', 'ignore', 3] }); return 1; };`;
    await using deployment = await executor.deploy(specOf(code));
    expect((await deployment.invoke(requestOf())).outcome).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(deployment.instances()).toHaveLength(1);
    const second = await deployment.invoke(requestOf());
    expect(second).toMatchObject({ outcome: 'exited', problem: { code: 'sandbox-protocol-violation' } });
    expect((await deployment.invoke(requestOf())).cold).toBe(true);
  });
});
