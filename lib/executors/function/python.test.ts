import { afterAll, describe, expect, it } from 'vitest';
import type { DeploySpec, Invocation } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { pythonSpec } from './testing/python.ts';
import { requestOf } from './testing/support.ts';

const executor = createFunctionExecutor({ initTimeout: 1_500 });

afterAll(() => executor[Symbol.asyncDispose]());

async function invokeTwice(code: string, over: Partial<DeploySpec> = {}): Promise<[Invocation, Invocation]> {
  await using deployment = await executor.deploy(pythonSpec(code, over));
  return [await deployment.invoke(requestOf()), await deployment.invoke(requestOf({ path: '/harmless' }))];
}

describe('a function in Python', () => {
  it('keeps its state while it is warm, knows its context, and its packages may have parts', async () => {
    const files = [
      {
        path: 'app/main.py',
        content: `from .parts.counter import Counter
import os
counter = Counter()
def run(event, context):
    left = context.get_remaining_time_in_millis()
    return {"n": counter.next(), "id": context.aws_request_id, "name": context.function_name,
            "memory": context.memory_limit_in_mb, "left": 0 < left <= 10_000, "path": event["rawPath"],
            "greeting": os.environ["GREETING"], "argv": len(os.sys.argv)}`,
      },
      {
        path: 'app/parts/counter.py',
        content: 'class Counter:\n  n = 0\n  def next(self):\n    self.n += 1\n    return self.n',
      },
    ];
    const bundle = { entry: 'app/main.py', handler: 'run', files };
    await using deployment = await executor.deploy(
      pythonSpec('', {
        bundle,
        environment: { GREETING: 'hello', PYTHONPATH: '/tmp', PYTHONHOME: '/nowhere' },
      }),
    );
    expect(deployment.build.runtime).toMatch(/^Python 3\.\d+\.\d+/);
    const first = await deployment.invoke(requestOf({ requestId: 'r1', path: '/a' }));
    expect(first).toMatchObject({ outcome: 'ok', cold: true, status: 200 });
    expect(first.init).toBeGreaterThan(0);
    expect(first.billed).toBe(Math.ceil(first.init + first.handler));
    expect(JSON.parse(first.body ?? '')).toEqual({
      ...{ n: 1, id: 'r1', name: 'test', memory: '256', left: true, path: '/a', greeting: 'hello', argv: 1 },
    });
    const second = await deployment.invoke(requestOf());
    expect(second).toMatchObject({ cold: false, init: 0 });
    expect(JSON.parse(second.body ?? '')).toMatchObject({ n: 2 });
  });

  it('starts cold also where sandboxes are kept ready, for those have Node in them', async () => {
    await using stocked = createFunctionExecutor({ prestarted: 1 });
    await using deployment = await stocked.deploy(pythonSpec('def handler(event, context): return 1'));
    expect(await stocked.prestarted(256)).toBe(0);
    const invocation = await deployment.invoke(requestOf());
    expect(invocation).toMatchObject({ outcome: 'ok', cold: true });
    expect(invocation.prestarted).toBeUndefined();
  });

  it('gives each request what it printed, lines and parts of lines', async () => {
    const code = `import sys
n = 0
print('loaded')
def handler(event, context):
    global n
    n += 1
    print('call', n)
    print('é€', end='')
    sys.stderr.write('to stderr ' + str(n))`;
    const [first, second] = await invokeTwice(code);
    expect(first.log.split('\n').slice(0, 2)).toEqual(['loaded', 'call 1']);
    expect(first.log).toContain('é€');
    expect(second.log).toContain('call 2');
    expect(second.log).toContain('to stderr 2');
    expect(second.log).not.toContain('1');
  });

  it('stands still between two requests, with all its threads', async () => {
    const code = `import threading, time
ticks = 0
def tick():
    global ticks
    while True:
        time.sleep(0.01)
        ticks += 1
threading.Thread(target=tick, daemon=True).start()
def handler(event, context):
    before = ticks
    if event['rawPath'] == '/wait': time.sleep(0.3)
    return [before, ticks]`;
    await using deployment = await executor.deploy(pythonSpec(code));
    const ask = async (path: string): Promise<[number, number]> =>
      JSON.parse((await deployment.invoke(requestOf({ path }))).body ?? '');
    const [begun, ended] = await ask('/wait');
    expect(ended).toBeGreaterThan(begun);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const [now] = await ask('/');
    // What runs until it is stopped and from when it goes on is a few ticks, not sixty.
    expect(now - ended).toBeLessThan(30);
  });
});

describe('code in Python that cannot be loaded', () => {
  it.each<[string, string, RegExp, RegExp]>([
    ['a syntax error', 'x = 1\ndef handler(:', /SyntaxError/, /handler\.py", line 2[\s\S]*\^/],
    ['a raise at load', 'print("before")\nraise RuntimeError("no database")', /no database/, /line 2/],
    [
      'no such function',
      'other = lambda: 1\nvalue = 2',
      /exports no function "handler"; it exports other\./,
      /^$/,
    ],
    ['a missing module', 'import requests_of_nobody', /requests_of_nobody/, /line 1/],
  ])('%s is an init error with its place', async (_name, code, message, detail) => {
    const [first, second] = await invokeTwice(code);
    for (const invocation of [first, second]) {
      expect(invocation).toMatchObject({ outcome: 'init-error', cold: true, status: null });
      expect(invocation.problem?.message).toMatch(message);
      expect(invocation.problem?.detail).toMatch(detail);
      expect(invocation.problem?.detail).not.toContain('/var/runtime');
    }
    if (code.includes('before')) expect(first.log).toBe('before\n');
  });

  it.each<[string, string, string]>([
    ['loops', 'while True: pass', 'init-timeout'],
    ['exits', 'import sys; sys.exit(3)', 'init-exited'],
  ])('loading that %s is ended', async (_name, code, problem) => {
    await using deployment = await executor.deploy(pythonSpec(code));
    const invocation = await deployment.invoke(requestOf());
    expect(invocation).toMatchObject({ outcome: 'init-error', problem: { code: problem } });
  });
});
