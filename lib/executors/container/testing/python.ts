import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment, DeploySpec } from '#lib/domain/execution/executor.ts';
import { evaluatePython, PYTHON_EVALUATOR, pythonBundle } from '../../function/testing/python.ts';
import { ask, call, type Stage } from './fixture.ts';

const SERVING = `import json, os, sys, threading, time
count = at_once = most = 0
lock = threading.Lock()
main_thread = threading.current_thread() is threading.main_thread()
def handler(event, context):
    global count, at_once, most
    with lock:
        count += 1
        at_once += 1
        most = max(most, at_once)
    path = event['rawPath']
    if path == '/wait': time.sleep(0.4)
    if path == '/print':
        print('out', event['rawQueryString'])
        print('err', end='', file=sys.stderr)
    with lock: at_once -= 1
    if path == '/raise': raise ValueError('broken on purpose')
    if path == '/set': return {1}
    if path == '/status': return {'statusCode': 100, 'body': ''}
    if path == '/hang': time.sleep(0.8)
    if path == '/exit': sys.exit(7)
    if path == '/eat':
        kept = []
        while True: kept.append(b'x' * (4 << 20))
    if path == '/fake': return {'statusCode': 201, 'headers': {'x-crossover-handler-ms': '99999',
        'x-crossover-outcome': 'timeout', 'content-length': '1', 'transfer-encoding': 'chunked', 'connection': 'close'},
        'body': 'whole'}
    if path == '/bytes': return {'statusCode': 200, 'isBase64Encoded': True, 'body': 'AP8='}
    if path == '/none': return {'statusCode': 204}
    return {'count': count, 'most': most, 'event': event, 'id': context.aws_request_id, 'main': main_thread,
            'memory': context.memory_limit_in_mb, 'left': context.get_remaining_time_in_millis(), 'env': dict(os.environ)}`;

/** What a handler in Python meets in a container: what one in JavaScript meets, with threads instead of turns. */
export function python(stage: () => Stage): void {
  describe('handlers in Python', () => {
    const deploy = (content: string, more: Partial<DeploySpec> = {}) =>
      stage().deploy('', { bundle: pythonBundle(content), ...more });

    describe('serving', () => {
      let one: Deployment;
      beforeAll(async () => {
        one = await deploy(SERVING, { environment: { GREETING: 'hello' }, timeout: 5_000 });
      });
      afterAll(() => one[Symbol.asyncDispose]());

      it('has a base layer of its own, and says what it runs', async () => {
        await using node = await stage().deploy('export const handler = () => 1;');
        expect(one.build).toMatchObject({
          layers: 2,
          runtime: expect.stringMatching(/^Python 3\.\d+\.\d+$/),
        });
        expect(node.build.runtime).toMatch(/^Node\.js \d+/);
        expect(one.build.baseBytes).toBeGreaterThan(10 << 20);
        expect(one.build.baseBytes).not.toBe(node.build.baseBytes);
        expect(one.instances()[0]?.init).toBeGreaterThan(0);
      });

      it('gives the event and context that a function gets', async () => {
        const answer = await ask(one, '/a%20b?x=1&x=2&y=%C3%A9', {
          ...{ method: 'POST', requestId: 'r-1', headers: { 'X-One': '1', cookie: 'a=1; b=2' } },
          body: '{"k":"é"}',
        });
        expect(answer).toMatchObject({ id: 'r-1', memory: '256', main: true, env: { GREETING: 'hello' } });
        expect(answer.left).toBeGreaterThan(0);
        expect(answer.event).toMatchObject({
          version: '2.0',
          rawPath: '/a%20b',
          queryStringParameters: { x: '1,2', y: 'é' },
          headers: { 'x-one': '1' },
          cookies: ['a=1', 'b=2'],
          body: '{"k":"é"}',
          requestContext: { requestId: 'r-1', http: { method: 'POST', path: '/a%20b' } },
        });
        expect(Object.keys(answer.event.headers).filter((name) => name.startsWith('x-crossover'))).toEqual(
          [],
        );
        expect(answer.event.headers).not.toHaveProperty('host');
      });

      it('serves as many requests at once as a replica may have, each in a thread', async () => {
        const before = (await ask(one)).count;
        const answers = await Promise.all(Array.from({ length: 200 }, () => ask(one, '/wait')));
        expect(Math.max(...answers.map(({ count }) => count))).toBe(before + 200);
        expect(Math.max(...answers.map(({ most }) => most))).toBe(200);
      });

      it('gives each request what was printed meanwhile, and its answers as they were meant', async () => {
        const { log } = await call(one, '/print?n=7');
        expect(log).toContain('out n=7');
        expect(log).toContain('err');
        const silent = await call(one, '/');
        expect(silent.log).toBe('');
        expect(silent.reported).toBeLessThanOrEqual(silent.handler);
        expect(await call(one, '/fake')).toMatchObject({ outcome: 'ok', status: 201, body: 'whole' });
        expect(await call(one, '/bytes')).toMatchObject({ outcome: 'ok', base64: 'AP8=' });
        expect(await call(one, '/none')).toMatchObject({ outcome: 'ok', status: 204, body: '' });
      });

      it.each([
        ['/raise', 'handler-error', /ValueError: broken on purpose/],
        ['/set', 'invalid-response', /JSON/],
        ['/status', 'invalid-response', /statusCode is 100/],
      ] as const)('%s is %s, and the replica lives on', async (path, outcome, message) => {
        const failed = await call(one, path);
        expect(failed).toMatchObject({ outcome, status: null, body: null, problem: { owner: 'yours' } });
        expect(failed.problem?.message).toMatch(message);
        if (path === '/raise') expect(failed.problem?.detail).toMatch(/handler\.py", line \d+, in handler/);
        expect(await call(one)).toMatchObject({ outcome: 'ok', cold: false });
      });
    });

    it.each([
      ['/exit', 'exited', /exit code 7/],
      ['/eat', 'out-of-memory', /kernel/],
    ] as const)('%s is %s, and the next request gets a new replica', async (path, outcome, message) => {
      await using deployment = await deploy(SERVING, { memory: 160 });
      const failed = await call(deployment, path);
      expect(failed).toMatchObject({ outcome, problem: { message: expect.stringMatching(message) } });
      expect(await call(deployment)).toMatchObject({ outcome: 'ok', cold: true });
    });

    it('a timeout ends the request alone', async () => {
      await using deployment = await deploy(SERVING, { timeout: 300 });
      expect(await call(deployment, '/hang')).toMatchObject({ outcome: 'timeout', status: null });
      expect((await ask(deployment)).count).toBe(2);
    });

    it.each([
      ['a syntax error', 'def handler(:', /SyntaxError/],
      ['no such function', 'other = lambda: 1', /exports no function "handler"; it exports other/],
      ['an exit', "print('bye')\nraise SystemExit(5)", /code 5/],
      ['a loop', "print('bye')\nwhile True: pass", /within 1.5 s/],
    ])('code with %s fails the deployment with its own words', async (_name, code, message) => {
      const failed = await deploy(code, { container: { initLimit: 1_500 } }).then(
        () => null,
        (error) => error.problem,
      );
      expect(failed).toMatchObject({
        code: 'init-error',
        owner: 'yours',
        message: expect.stringMatching(message),
      });
      if (code.includes('bye')) expect(failed.detail).toContain('bye');
    });

    it('hostile code meets the same walls', async () => {
      await using target = await deploy(PYTHON_EVALUATOR, { memory: 1024 });
      const run = (script: string) => evaluatePython(target, script);
      // ptrace, mount, unshare, bpf, keyctl: numbers of x64 and of arm64.
      const denied = process.arch === 'arm64' ? [117, 40, 97, 280, 219] : [101, 165, 272, 321, 250];
      for (const number of denied) expect(await run(`result = syscall(${number}, 0, 0, 0, 0)`)).toBe('EPERM');
      expect(await run('result = attempt(lambda: socket.socket(16, 3) and "open")')).toBe('EPERM');
      expect(
        await run('result = attempt(lambda: socket.create_connection(("192.0.2.1", 80), 2) and "out")'),
      ).toBe('ENETUNREACH');
      expect(await run('result = os.listdir("/usr/local/bin")')).toEqual(['python3']);
      expect(await run('result = attempt(subprocess.check_output, ["/bin/sh"])')).toBe('ENOENT');
      for (const path of [
        '/var/task/handler.py',
        '/var/runtime/server.py',
        '/usr/local/bin/python3',
        '/etc/x',
      ])
        expect(await run(`result = attempt(open, "${path}", "a")`), path).toMatch(/EROFS|EACCES|ETXTBSY/);
      expect(await run('result = attempt(os.setuid, 0)')).toBe('EPERM');
      const bomb = `
children = []
try:
    while len(children) < 1000:
        child = os.fork()
        if child == 0: signal.pause()
        children.append(child)
except BlockingIOError: pass
for child in children: os.kill(child, signal.SIGKILL)
result = len(children)`;
      expect(await run(bomb)).toBeLessThan(330);
      expect(await run('result = "alive"')).toBe('alive');
    });
  });
}
