import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Address } from '#lib/executors/container/engines/engine.ts';
import { ReplicaClient } from '#lib/executors/container/replica/client.ts';
import { heapFlags } from '#lib/executors/source/task-environment.ts';

/** The handler that every row runs: it does nothing, so that only the container platform is measured. */
const HANDLER = "export const handler = async () => ({ statusCode: 200, body: 'hello' });\n";

/** A specification of it; `version` makes another image. */
export const specOf = (version = '', more: Partial<DeploySpec> = {}): DeploySpec => ({
  name: 'bench',
  bundle: {
    entry: 'handler.mjs',
    handler: 'handler',
    files: [{ path: 'handler.mjs', content: `${HANDLER}// ${version}\n` }],
  },
  ...{ memory: 256, cpus: 2, timeout: 30_000, environment: {}, services: [] },
  ...{ keepAlive: 60_000, maxConcurrency: 1, replicas: 1 },
  ...more,
});

let count = 0;
export const requestOf = () => {
  count += 1;
  return { requestId: `r${count}`, method: 'GET', path: '/', headers: {}, body: null };
};

/** Asks until the first 200. @throws Error when none comes within 20 s */
export async function untilServing(client: ReplicaClient): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  for (;;) {
    try {
      if ((await client.send(requestOf(), signal)).status === 200) return;
    } catch (error) {
      if (signal.aborted) throw error;
    }
    await sleep(1);
  }
}

export interface Bare extends AsyncDisposable {
  /** From the start of the process to its first 200. */
  cold: Ms;
  client: ReplicaClient;
  /** 0 over a socket. */
  port: number;
}

/** A port of the loopback on which nobody listens. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

function start(task: string, own: Record<string, string>): ChildProcess {
  const root = new URL('../../executors/', import.meta.url);
  const file = (path: string) => fileURLToPath(new URL(path, root));
  const environment = {
    ...{ NODE_ENV: 'production', CROSSOVER_ENTRY: 'handler.mjs', CROSSOVER_HANDLER: 'handler' },
    ...{ CROSSOVER_TASK: task, CROSSOVER_HANDLER_RUNTIME: file('source/handler-runtime.mjs') },
  } as const;
  // The same heap limit as in a container of 256 MiB.
  const args = [...heapFlags(256), file('container/runtime/server.cjs')];
  return spawn(process.execPath, args, {
    stdio: 'ignore',
    env: { ...environment, ...own } as NodeJS.ProcessEnv,
  });
}

/** The very server of our images as a plain process on this machine, by its socket or by TCP. */
export async function bareNode(over: 'socket' | 'tcp'): Promise<Bare> {
  const task = await mkdtemp(join(tmpdir(), 'crossover-bare-'));
  await writeFile(join(task, 'handler.mjs'), HANDLER);
  const socketPath = join(task, 's');
  const port = over === 'tcp' ? await freePort() : 0;
  const address: Address = over === 'tcp' ? { port } : { socketPath };
  const started = performance.now();
  const own: Record<string, string> =
    over === 'tcp' ? { PORT: String(port) } : { CROSSOVER_LISTEN: socketPath };
  const child = start(task, own);
  const client = new ReplicaClient(address, 208);
  await untilServing(client);
  const cold = performance.now() - started;
  return {
    ...{ cold, client, port },
    async [Symbol.asyncDispose]() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      await client.close();
      await rm(task, { recursive: true, force: true });
    },
  };
}
