import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import { projectRoot } from '../host/home.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { ARCHITECTURES, TABLES } from './seccomp/syscalls.ts';
import { evaluatePython, PYTHON_EVALUATOR, pythonSpec } from './testing/python.ts';
import { requestOf } from './testing/support.ts';

const executor = createFunctionExecutor({ initTimeout: 1_500 });

afterAll(() => executor[Symbol.asyncDispose]());

const TROUBLE = `import ctypes, json, os, sys, threading, time
def frame(message):
    text = json.dumps(message).encode()
    return len(text).to_bytes(4, 'big') + text
def forge(data):
    os.write(3, data)
    time.sleep(5)
def handler(event, context):
    act = event['rawPath'][1:]
    print('begun')
    if act == 'raise': raise ValueError('bad')
    if act == 'sleep': time.sleep(30)
    if act == 'loop':
        while True: pass
    if act == 'exit': sys.exit(7)
    if act == 'exit-words': sys.exit('a word')
    if act == 'exit-thread':
        threading.Thread(target=time.sleep, args=(60,)).start()
        sys.exit(7)
    if act == 'leave': os._exit(9)
    if act == 'abort': os.abort()
    if act == 'segfault': ctypes.string_at(0)
    if act == 'eat':
        kept = []
        while True: kept.append(b'x' * (4 << 20))
    if act == 'files':
        for n in range(10_000):
            with open(f'/tmp/{n}', 'wb') as file: file.write(b'x' * (4 << 20))
    if act == 'set': return {1}
    if act == 'nan': return float('nan')
    if act == 'coroutine':
        async def late(): return 1
        return late()
    if act == 'status': return {'statusCode': 9}
    if act == 'huge': return 'x' * (7 << 20)
    if act == 'other': forge(frame({'type': 'reply', 'id': 'other', 'handlerMs': 1, 'status': 200, 'body': 'x'}))
    if act == 'long': forge(b'\\xff' * 8)
    if act == 'ready': forge(frame({'type': 'ready'}))
    if act == 'header': forge(frame({'type': 'reply', 'id': '1', 'handlerMs': 1, 'status': 200, 'body': '', 'headers': {'a': 'b\\r\\nc: d'}}))
    return act`;

describe('a handler in Python in trouble', () => {
  it.each<[string, string, RegExp]>([
    ['raise', 'handler-error', /ValueError: bad/],
    ['set', 'invalid-response', /JSON/],
    ['nan', 'invalid-response', /JSON/],
    ['coroutine', 'invalid-response', /coroutine/],
    ['status', 'invalid-response', /statusCode is 9/],
    ['huge', 'invalid-response', /bytes/],
  ])('%s is %s, and the environment lives on', async (act, outcome, message) => {
    await using deployment = await executor.deploy(pythonSpec(TROUBLE));
    const first = await deployment.invoke(requestOf({ path: `/${act}` }));
    expect(first).toMatchObject({ outcome, status: null, body: null, problem: { owner: 'yours' } });
    expect(first.problem?.message).toMatch(message);
    if (act === 'raise')
      expect(first.problem?.detail).toMatch(/^Traceback[\s\S]*handler\.py", line \d+, in handler/);
    expect(await deployment.invoke(requestOf())).toMatchObject({ outcome: 'ok', cold: false });
  });

  it.each<[string, string, RegExp]>([
    ['sleep', 'timeout', /longer than 700 ms/],
    ['loop', 'timeout', /longer than 700 ms/],
    ['exit', 'exited', /code 7/],
    ['exit-words', 'exited', /code 1/],
    ['exit-thread', 'exited', /code 7/],
    ['leave', 'exited', /code 9/],
    ['abort', 'exited', /signal 6/],
    ['segfault', 'exited', /signal 11/],
    ['other', 'exited', /own channel/],
    ['long', 'exited', /own channel/],
    ['ready', 'exited', /own channel/],
    ['header', 'exited', /own channel/],
  ])('%s is %s, and the next request gets a new environment', async (act, outcome, message) => {
    await using deployment = await executor.deploy(pythonSpec(TROUBLE, { timeout: 700 }));
    const first = await deployment.invoke(requestOf({ path: `/${act}` }));
    expect(first).toMatchObject({ outcome, status: null, problem: { owner: 'yours' } });
    expect(first.problem?.message).toMatch(message);
    expect(first.log).toContain('begun\n');
    if (act === 'exit-words') expect(first.log).toContain('a word');
    expect(await deployment.invoke(requestOf())).toMatchObject({ outcome: 'ok', cold: true });
  });

  it.each(['eat', 'files'])('memory that is gone by %s is out-of-memory', async (act) => {
    await using deployment = await executor.deploy(pythonSpec(TROUBLE, { memory: 160, timeout: 30_000 }));
    const first = await deployment.invoke(requestOf({ path: `/${act}` }));
    expect(first).toMatchObject({ outcome: 'out-of-memory', problem: { owner: 'yours' } });
    expect(await deployment.invoke(requestOf())).toMatchObject({ outcome: 'ok', cold: true });
  });
});

/** Calls that the filter answers with EPERM, by their numbers on this machine. */
const architecture = ARCHITECTURES.find((one) => one === process.arch) ?? 'x64';

const DENIED = Object.entries(TABLES[architecture].denied).filter(([name]) =>
  /^(ptrace|mount|umount2|unshare|setns|bpf|keyctl|io_uring_setup|userfaultfd|perf_event_open|kexec_load|init_module|process_vm_readv|personality|chroot|pivot_root)$/.test(
    name,
  ),
);

describe('hostile Python', () => {
  let target: Deployment;
  beforeAll(async () => {
    process.env.CROSSOVER_TEST_SECRET = 'secret';
    target = await executor.deploy(pythonSpec(PYTHON_EVALUATOR));
  });
  afterAll(async () => {
    delete process.env.CROSSOVER_TEST_SECRET;
    await target[Symbol.asyncDispose]();
  });
  const run = (script: string) => evaluatePython(target, script);

  it('makes no system call that widens its reach, not even without the C library', async () => {
    expect(DENIED.length).toBeGreaterThan(12);
    for (const [name, number] of DENIED)
      expect(await run(`result = syscall(${number}, 0, 0, 0, 0, 0)`), name).toBe('EPERM');
    const namespaces =
      'result = [syscall(56 if os.uname().machine == "x86_64" else 220, 1 << bit, 0, 0, 0, 0) for bit in (17, 28, 30)]';
    expect(await run(namespaces)).toEqual(['EPERM', 'EPERM', 'EPERM']);
  });

  it('opens no socket but plain ones, and reaches nobody by those', async () => {
    const families = '[16, 17, 38, 40]';
    expect(
      await run(
        `result = [attempt(lambda f=f: socket.socket(f, socket.SOCK_DGRAM) and "open") for f in ${families}]`,
      ),
    ).toEqual(Array(4).fill('EAFNOSUPPORT'));
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(
      await run(`result = attempt(lambda: socket.create_connection(("127.0.0.1", ${port}), 2) and "in")`),
    ).toBe('ECONNREFUSED');
    expect(
      await run('result = attempt(lambda: socket.create_connection(("192.0.2.1", 80), 2) and "out")'),
    ).toBe('ENETUNREACH');
    server.close();
  });

  it('finds Python and its library, and no other program, user file or process', async () => {
    expect(await run('result = os.listdir("/usr/bin")')).toEqual([expect.stringMatching(/^python3/)]);
    for (const path of ['/bin', '/home', '/root', '/etc/shadow', '/usr/lib/python3', projectRoot])
      expect(await run(`result = attempt(os.listdir, ${JSON.stringify(path)})`), path).toBe('ENOENT');
    expect(await run('result = attempt(subprocess.check_output, ["/bin/sh", "-c", "id"])')).toBe('ENOENT');
    expect(await run('result = sorted(int(n) for n in os.listdir("/proc") if n.isdigit())')).toHaveLength(2);
    expect(await run(`result = attempt(os.kill, ${process.pid}, 9)`)).toBe('ESRCH');
    expect(await run('result = sorted(os.listdir("/etc"))')).toEqual(['group', 'hosts', 'passwd']);
  });

  it('has no right, no secret and no descriptor that is not its own', async () => {
    expect(await run('result = attempt(os.setuid, 0)')).toMatch(/EPERM|EINVAL/);
    const status = String(await run('result = open("/proc/self/status").read()'));
    for (const set of ['CapPrm', 'CapEff', 'CapBnd']) expect(status).toMatch(new RegExp(`${set}:\\s0+\\n`));
    expect(status).toMatch(/NoNewPrivs:\s1\n[\s\S]*Seccomp:\s2/);
    expect(await run('result = sorted(n for n in os.environ if not n.startswith("AWS_LAMBDA_"))')).toEqual([
      ...['AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_REGION', 'HOME', 'LAMBDA_RUNTIME_DIR'],
      ...['LAMBDA_TASK_ROOT', 'LANG', 'NODE_ENV', 'PATH', 'PWD', 'TZ', '_HANDLER'],
    ]);
    expect(await run('result = sorted(map(int, os.listdir("/proc/self/fd")))[:4]')).toEqual([0, 1, 2, 3]);
    expect(
      await run(
        'result = subprocess.check_output([sys.executable, "-I", "-S", "-c", "import os; print(os.listdir(\'/proc/self/fd\'))"], close_fds=False).decode()',
      ),
    ).not.toMatch(/'3'.*'4'/);
  });

  it.each([
    '/var/task/handler.py',
    '/var/runtime/bootstrap.py',
    '/var/runtime/x',
    '/usr/lib/x',
    '/etc/passwd',
    '/x',
    '/dev/x',
  ])('cannot write %s', async (path) => {
    expect(await run(`result = attempt(open, "${path}", "w")`)).toMatch(/EROFS|EACCES/);
  });

  it('a fork bomb meets its limit and is gone with its environment', async () => {
    const bomb = `
count = 0
try:
    while count < 2000:
        if os.fork() == 0: signal.pause()
        count += 1
except BlockingIOError: pass
result = count`;
    const forked = await run(bomb);
    expect(forked).toBeGreaterThan(10);
    expect(forked).toBeLessThan(260);
    const [instance] = target.instances();
    expect(await target.kill(instance?.id ?? '')).toBe(true);
    expect(await run('result = 1')).toBe(1);
  });
});
