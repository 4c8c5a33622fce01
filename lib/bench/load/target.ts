import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from 'undici';
import type { Deployment, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';

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
 * Kept-alive connections with one request at a time on each, as autocannon and wrk send theirs. undici
 * waits a turn of the event loop between two requests of a connection unless it may pipeline; it may here,
 * but is never given a second request before the first was answered.
 */
class Connections {
  readonly #idle: Client[];
  readonly #clients: readonly Client[];
  #waiting: ((client: Client) => void)[] = [];
  #next = 0;

  constructor(port: number, count: number) {
    const options = { headersTimeout: 0, bodyTimeout: 0, pipelining: 2 };
    this.#clients = Array.from({ length: count }, () => new Client(`http://127.0.0.1:${port}`, options));
    this.#idle = [...this.#clients];
  }

  /** Calls `send` with a free connection, now or when one gets free. */
  use(send: (client: Client) => void): void {
    const client = this.#idle.pop();
    if (client) send(client);
    else this.#waiting.push(send);
  }

  free(client: Client): void {
    const send = this.#waiting[this.#next];
    if (send === undefined) {
      this.#waiting = [];
      this.#next = 0;
      this.#idle.push(client);
    } else {
      this.#next += 1;
      send(client);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.destroy()));
  }
}

/** What the load generator drives: a deployment that only passes requests on. */
export function httpTarget(port: number, count: number): Deployment {
  const connections = new Connections(port, count);
  const exchange = (
    client: Client,
    request: InvokeRequest,
    resolve: (answer: Invocation) => void,
    reject: (error: Error) => void,
  ) => {
    let status = 0;
    let text = '';
    const { method, path, headers, body } = request;
    client.dispatch(
      { method: method as 'GET', path, headers: headers as Record<string, string>, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          text += chunk.toString('utf8');
        },
        onResponseEnd() {
          connections.free(client);
          resolve(answered(request.requestId, status, text));
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  };
  return {
    side: 'container',
    build: { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' },
    invoke: (request) =>
      new Promise((resolve, reject) => {
        connections.use((client) => exchange(client, request, resolve, reject));
      }),
    instances: () => [],
    kill: async () => false,
    subscribe: () => () => {},
    [Symbol.asyncDispose]: () => connections.close(),
  };
}
