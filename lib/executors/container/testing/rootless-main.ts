// Run by a test as a user who owns nothing: what embedded runc does without root, as one line of JSON; then it
// stays with a container that never lets go, to be killed.

import { pythonBundle } from '../../function/testing/python.ts';
import { memoryStore } from '../../services/key-value-store.ts';
import { createStoreService } from '../../services/store-service.ts';
import { ownerKey } from '../engines/owner.ts';
import { createContainerExecutor } from '../executor.ts';
import { ask, call, requestTo, specOf } from './fixture.ts';
import { ATTACKER } from './isolation.ts';
import { NODE } from './servers.ts';
import { hello } from './websocket.ts';

const [, , port = '0'] = process.argv;
process.env.CROSSOVER_TEST_SECRET = 'secret';

/** What the attacker is told to do, and with what. */
const ACTS: readonly [string, ...unknown[]][] = [
  ['list', '/root'],
  ['list', process.env.HOME ?? ''],
  ['list', '/proc/1/root/home'],
  ['list', '/run/crossover'],
  ['connect', { host: '127.0.0.1', port: Number(port) }],
  ['connect', { host: '192.0.2.1', port: 80 }],
  ['kill', process.pid],
  ['setuid'],
  ['append', '/proc/sys/kernel/core_pattern'],
  ['append', '/var/task/handler.mjs'],
  ['append', '/usr/local/bin/node'],
  ['append', '/etc/passwd'],
  ['append', '/dev/x'],
  ['append', '/run/services/x'],
  ['fill', '/tmp/large', 100],
  ['fill', '/dev/shm/large', 100],
  ['bomb', 60],
  ['ids'],
  ['env'],
  ['read', '/proc/self/status'],
];

const executor = createContainerExecutor({ engine: 'runc' });

async function attacks(): Promise<Record<string, unknown>> {
  await using target = await executor.deploy(specOf(ATTACKER));
  const results: Record<string, unknown> = {};
  for (const [act, ...given] of ACTS) {
    const body = JSON.stringify({ act, with: given });
    const name = [act, ...given.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))].join(
      ' ',
    );
    results[name] = (await ask(target, '/', { method: 'POST', body })).result;
  }
  return results;
}

async function ownServer(): Promise<unknown> {
  await using deployment = await executor.deploy(specOf('', { container: { image: NODE, grace: 200 } }));
  await using front = await deployment.open();
  return { text: await (await fetch(`${front.url}/stream`)).text(), hello: await hello(front.url) };
}

async function stored(): Promise<unknown> {
  await using store = await createStoreService({ store: memoryStore() });
  const code = `import { request } from 'node:http';
    const send = (method, body) => new Promise((resolve, reject) => request(
      { socketPath: process.env.STORE_SOCKET, method, path: '/items/k' }, async (answer) => {
        let text = ''; for await (const chunk of answer) text += chunk; resolve(text); }).on('error', reject).end(body));
    export const handler = async () => { await send('PUT', '{"v":1}'); return send('GET'); };`;
  await using deployment = await executor.deploy(specOf(code, { services: [store.mount] }));
  return await ask(deployment);
}

/** A thread for each of many requests at once: all their stacks count as what the process reserves. */
async function python(): Promise<Record<string, number>> {
  const code = `import time
def handler(event, context):
    time.sleep(0.3)
    return 1`;
  await using deployment = await executor.deploy(specOf('', { bundle: pythonBundle(code), memory: 128 }));
  const answers = await Promise.all(Array.from({ length: 150 }, () => call(deployment)));
  const outcomes = Object.entries(Object.groupBy(answers, ({ outcome }) => outcome));
  return Object.fromEntries(outcomes.map(([outcome, all]) => [outcome, all?.length ?? 0]));
}

async function memory(): Promise<string> {
  const code = `export const handler = () => { const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1)); };`;
  await using deployment = await executor.deploy(specOf(code, { memory: 128, timeout: 20_000 }));
  const { outcome } = await call(deployment);
  await deployment.kill(deployment.instances()[0]?.id ?? '');
  return outcome;
}

const engines = (await executor.engines?.()) ?? [];
const found = { engines, attacks: await attacks(), server: await ownServer(), stored: await stored() };
const ended = { memory: await memory(), python: await python() };
const stuck = await executor.deploy(
  specOf('export const handler = () => { for (;;); };', { timeout: 600_000 }),
);
void stuck.invoke(requestTo('/'));
console.log(JSON.stringify({ ...found, ...ended, owner: ownerKey, build: stuck.build }));
