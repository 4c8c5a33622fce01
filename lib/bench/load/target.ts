import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { Deployment, Invocation } from '#lib/domain/execution/executor.ts';

/** The trivial server in a process of its own; disposing ends it. */
export async function startServer(
  mode: 'plain' | 'stall' = 'plain',
): Promise<{ port: number } & AsyncDisposable> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [mode], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return {
    port: message.port,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

const none = { instanceId: null, cold: false, queued: 0, init: 0, handler: 0, billed: 0, log: '' };

const answered = (requestId: string, status: number, body: string): Invocation => ({
  requestId,
  side: 'container',
  outcome: 'ok',
  problem: null,
  ...none,
  status,
  body,
});

/**
 * What the load generator drives: a deployment that only passes requests on, over `connections` kept-alive
 * connections, one at a time on each, as autocannon and wrk send theirs.
 */
export function httpTarget(port: number, connections: number): Deployment {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, headersTimeout: 0, bodyTimeout: 0 });
  return {
    side: 'container',
    build: { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' },
    invoke: ({ requestId, method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        let status = 0;
        let text = '';
        pool.dispatch(
          { method: method as 'GET', path, headers: headers as Record<string, string>, body },
          {
            onRequestStart() {},
            onResponseStart(_controller, statusCode) {
              status = statusCode;
            },
            onResponseData(_controller, chunk) {
              text += chunk.toString('utf8');
            },
            onResponseEnd: () => resolve(answered(requestId, status, text)),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
    instances: () => [],
    kill: async () => false,
    subscribe: () => () => {},
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}
