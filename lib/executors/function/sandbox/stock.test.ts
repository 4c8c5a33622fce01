import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment, Invocation } from '#lib/domain/execution/executor.ts';
import { homeDirectory } from '../../host/home.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { EVALUATOR, evaluate, eventually, requestOf, sandboxProcesses, specOf } from '../testing/support.ts';

const executor = createFunctionExecutor({ prestarted: 2 });
afterAll(() => executor[Symbol.asyncDispose]());

const MEMORY = 256;
const bodyOf = ({ body }: Invocation): unknown => JSON.parse(body ?? 'null');

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with the one before.
  }
};

async function deployed(code: string, over = {}): Promise<Deployment> {
  const deployment = await executor.deploy(specOf(code, over));
  await executor.prestarted(MEMORY);
  return deployment;
}

describe('a pre-started sandbox', () => {
  let attacker: Deployment;
  beforeAll(async () => {
    attacker = await deployed(EVALUATOR, { environment: { GREETING: 'hello' } });
  });
  const attack = (script: string) => evaluate(attacker, script);

  it('serves the first request and says so; the next one is an ordinary warm one', async () => {
    await using deployment = await deployed('let n = 0; export const handler = () => ({ n: ++n });');
    const first = await deployment.invoke(requestOf());
    const second = await deployment.invoke(requestOf());
    expect(first).toMatchObject({ outcome: 'ok', cold: true, prestarted: true });
    expect(second).toMatchObject({ outcome: 'ok', cold: false });
    expect(second.prestarted).toBeUndefined();
    expect([bodyOf(first), bodyOf(second)]).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('serves one function only: another one never meets its memory, files or code', async () => {
    await using one = await deployed(
      `import fs from 'node:fs'; globalThis.mark = 'one'; fs.writeFileSync('/tmp/mark', 'one'); export const handler = () => 'one';`,
    );
    const served = await one.invoke(requestOf());
    expect(served.prestarted).toBe(true);
    await one.kill(served.instanceId ?? '');
    await using two = await deployed(EVALUATOR);
    const seen = await evaluate(
      two,
      `const fs = require('node:fs'); return [typeof globalThis.mark, fs.readdirSync('/tmp'), fs.readdirSync('/var/task'), fs.readdirSync('/var/cache'), fs.readdirSync('/run/services')];`,
    );
    expect(seen.value).toEqual(['undefined', [], ['handler.mjs'], [], []]);
  });

  it('has no more globals than a cold one, not even as one of many', async () => {
    await using many = createFunctionExecutor({ prestarted: 64 });
    await using deployment = await many.deploy(specOf(EVALUATOR));
    await using cold = await executor.deploy(specOf(EVALUATOR, { environment: { NODE_ENV: 'cold' } }));
    for (let prestarted = false; !prestarted; ) {
      const { instanceId, prestarted: is = false } = await deployment.invoke(requestOf());
      prestarted = is;
      if (!is) await deployment.kill(instanceId ?? '');
    }
    const names =
      'return Object.getOwnPropertyNames(globalThis).filter((name) => globalThis[name] !== undefined).toSorted();';
    const ofCold = await evaluate(cold, names);
    expect(ofCold.value).toContain('setTimeout');
    expect((await evaluate(deployment, names)).value).toEqual(ofCold.value);
  });

  it.each(['/var/task/x', '/var/task/handler.mjs', '/var/cache/x', '/run/services/x', '/x', '/dev/shm/x'])(
    'cannot write %s',
    async (path) => {
      const { error } = await attack(`require('node:fs').writeFileSync(${JSON.stringify(path)}, 'x')`);
      expect(error).toMatch(/EROFS|EACCES/);
    },
  );

  it('has the variables of its function, and every layer of a cold one', async () => {
    const { value } = await attack(`const fs = require('node:fs');
      const status = fs.readFileSync('/proc/self/status', 'utf8'); const field = (name) => new RegExp('^' + name + ':\\\\s*(.*)$', 'm').exec(status)?.[1];
      return [process.env.GREETING, process.env.PATH, field('Seccomp'), field('NoNewPrivs'), field('CapBnd'), process.getuid()];`);
    expect(value).toEqual([
      'hello',
      '/usr/local/bin:/usr/bin:/bin:/opt/bin',
      '2',
      '1',
      '0000000000000000',
      993,
    ]);
  });

  it('is not used where a variable must be read at the start', async () => {
    const over = { environment: { NODE_OPTIONS: '--stack-trace-limit=3' } };
    await using deployment = await deployed('export const handler = () => Error.stackTraceLimit;', over);
    const invocation = await deployment.invoke(requestOf());
    expect(invocation.prestarted).toBeUndefined();
    expect(invocation.body).toBe('3');
  });

  it('that died while it waited is passed over', async () => {
    await using deployment = await deployed('export const handler = () => "fine";');
    const waiting = sandboxProcesses();
    for (const { pid, name } of waiting) if (name === 'bwrap') killIfThere(pid);
    const there = () => sandboxProcesses().map(({ pid }) => pid);
    await eventually(() => !waiting.some(({ pid }) => there().includes(pid)), 'they ended');
    await setImmediate();
    const invocation = await deployment.invoke(requestOf());
    expect(invocation).toMatchObject({ outcome: 'ok', body: 'fine' });
  });
});

/** Where functions of this process have their cached data. */
const caches = (): string[] => {
  const home = homeDirectory('functions');
  const runs = readdirSync(home).filter((name) => name.startsWith(`run-${process.pid}-`));
  return runs.flatMap((run) =>
    readdirSync(join(home, run))
      .filter((name) => /^d\d+-cache$/.test(name))
      .map((name) => join(home, run, name)),
  );
};

describe('cached data of large code', () => {
  const filler = Array.from(
    { length: 600 },
    (_, n) => `function f${n}(a) { return a + ${n} * Math.sqrt(a); }`,
  );
  const files = [
    {
      path: 'index.js',
      content: "const big = require('./lib/big.js'); exports.handler = () => big.total(1);",
    },
    {
      path: 'lib/big.js',
      content: `${filler.join('\n')}\nexports.total = (a) => [${filler.map((_, n) => `f${n}`).join()}].reduce((sum, f) => sum + f(a), 0);`,
    },
  ];

  it('is made after the first request, and later environments answer the same with it', async () => {
    const over = { bundle: { entry: 'index.js', handler: 'handler', files } };
    await using deployment = await deployed('', over);
    const first = await deployment.invoke(requestOf());
    await eventually(
      () => caches().some((path) => existsSync(join(path, 'lib/big.js.bin'))),
      'the cache made',
    );
    await deployment.kill(first.instanceId ?? '');
    await executor.prestarted(MEMORY);
    const second = await deployment.invoke(requestOf());
    expect(second).toMatchObject({ outcome: 'ok', prestarted: true, body: first.body });
  });
});

describe('the end', () => {
  it('leaves no pre-started sandbox behind', async () => {
    const own = createFunctionExecutor({ prestarted: 2 });
    await executor.prestarted(MEMORY);
    const before = sandboxProcesses().map(({ pid }) => pid);
    const deployment = await own.deploy(specOf('export const handler = () => 1;', { memory: 300 }));
    expect(await own.prestarted(300)).toBe(2);
    await deployment.invoke(requestOf());
    await own[Symbol.asyncDispose]();
    expect(sandboxProcesses().filter(({ pid }) => !before.includes(pid))).toEqual([]);
  });
});
