import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Deployment, Executor } from '#lib/domain/execution/executor.ts';
import { createContainerExecutor } from './container/executor.ts';
import { dockerdInstalled } from './container/testing/dockerd.ts';
import { ENGINES } from './container/testing/fixture.ts';
import { createFunctionExecutor } from './function/function-executor.ts';
import { requestOf, specOf } from './function/testing/support.ts';
import { cleanEnvironment } from './host/clean-environment.ts';
import { crossoverHome } from './host/home.ts';
import { below } from './host/process-tree.ts';
import { memoryStore } from './services/key-value-store.ts';
import { createStoreService } from './services/store-service.ts';

const SECRET = `secret-of-${process.pid}-${Math.random()}`;
const CODE = `export const handler = () => ${JSON.stringify(SECRET)}.length;`;

/**
 * Attempts of another user of this machine: read every file below home, connect to every socket there, also one that only
 * the kernel names, and look into every process. Prints what it got.
 */
const THIEF = `
import os, socket, stat, sys
home, secret, pids = sys.argv[1], sys.argv[2].encode(), sys.argv[3].split(',')
got = []
def read(path):
    try:
        with open(path, 'rb') as file:
            if secret in file.read(1 << 20): got.append('read ' + path)
    except OSError: pass
def connect(path):
    # A whole path may be longer than an address may be.
    try:
        os.chdir(os.path.dirname(path))
        socket.socket(socket.AF_UNIX).connect(os.path.basename(path))
        got.append('connect ' + path)
    except OSError: pass
for root, _, files in os.walk(home):
    for path in (os.path.join(root, name) for name in files):
        # A pipe would wait for its other end.
        if os.path.isfile(path): read(path)
        elif os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode): connect(path)
for line in open('/proc/net/unix'):
    path = line.split(maxsplit=7)[7:]
    if path and path[0].strip().startswith(home): connect(path[0].strip())
for pid in pids:
    for name in ('environ', 'mem', 'maps', 'cmdline'): read(f'/proc/{pid}/{name}')
    for name in ('root/var/task', 'cwd', 'fd'):
        try: got.append(f'list {pid} {name} {os.listdir(f"/proc/{pid}/{name}")}')
        except OSError: pass
print('\\n'.join(got))
`;

const isRoot = process.getuid?.() === 0;
const executors: (Executor & AsyncDisposable)[] = [];
const deployments: Deployment[] = [];
let daemon: AsyncDisposable | undefined;
let store: Awaited<ReturnType<typeof createStoreService>>;

beforeAll(async () => {
  if (!isRoot) return;
  store = await createStoreService({ store: memoryStore() });
  executors.push(createFunctionExecutor({ prestarted: 1 }), createContainerExecutor({ engine: 'runc' }));
  if (await dockerdInstalled()) {
    daemon = await ENGINES.docker.begin();
    executors.push(createContainerExecutor({ engine: 'docker' }));
  }
  for (const executor of executors) {
    const spec = specOf(CODE, { services: [store.mount], environment: { TOKEN: SECRET } });
    const deployment = await executor.deploy(spec);
    deployments.push(deployment);
    expect((await deployment.invoke(requestOf())).body).toBe(String(SECRET.length));
  }
});
afterAll(async () => {
  for (const one of [...deployments, ...executors, daemon, store]) await one?.[Symbol.asyncDispose]();
});

it.runIf(isRoot)(
  'another user of this machine reads nothing of the code, its variables and its sockets',
  async () => {
    chmodSync(crossoverHome(), 0o755);
    const pids = below(process.pid);
    expect(pids.length).toBeGreaterThan(2);
    const args = ['-c', THIEF, crossoverHome(), SECRET, pids.join(',')];
    const other = { uid: 65_534, gid: 65_534, cwd: '/', env: cleanEnvironment() };
    expect((await promisify(execFile)('python3', args, other)).stdout.trim()).toBe('');
    // The same program finds it as root, so it looks in the right places.
    const all = await promisify(execFile)('python3', args, { maxBuffer: 1 << 24 });
    for (const found of [
      /read .*functions/,
      /read .*runc/,
      /connect .*runc/,
      /connect .*services/,
      /list \d+ cwd/,
    ])
      expect(all.stdout).toMatch(found);
    if (daemon !== undefined) expect(all.stdout).toMatch(/connect .*docker/);
  },
);
