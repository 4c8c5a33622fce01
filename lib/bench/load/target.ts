import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Deployment, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import { Call } from '#lib/executors/container/replica/call.ts';
import type { Message } from '#lib/executors/container/replica/message-reader.ts';
import { Wires } from '#lib/executors/container/replica/wires.ts';

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

/** Kept-alive connections with one request at a time on each, as autocannon and wrk send theirs. */
class Connections {
  readonly #wires: Wires;
  readonly #most: number;
  #open = 0;
  #waiting: (() => void)[] = [];
  #next = 0;

  constructor(port: number, most: number) {
    this.#wires = new Wires({ port });
    this.#most = most;
  }

  /** Sends the request now, or when a connection gets free. */
  async send(request: InvokeRequest): Promise<Message> {
    if (this.#open === this.#most) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#open += 1;
    try {
      return await new Call(this.#wires, request).answer;
    } finally {
      this.#free();
    }
  }

  /** Who waits takes the place over. */
  #free(): void {
    const go = this.#waiting[this.#next];
    if (go !== undefined) {
      this.#next += 1;
      go();
      return;
    }
    this.#waiting = [];
    this.#next = 0;
    this.#open -= 1;
  }

  close(): void {
    this.#wires.close();
  }
}

/** What the load generator drives: a deployment that only passes requests on, by the client that asks replicas. */
export function httpTarget(port: number, count: number): Deployment {
  const connections = new Connections(port, count);
  return {
    side: 'container',
    build: { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' },
    async invoke(request) {
      const { status, text } = await connections.send(request);
      return answered(request.requestId, status, text);
    },
    instances: () => [],
    forceStart: async () => 0,
    kill: async () => false,
    subscribe: () => () => {},
    [Symbol.asyncDispose]: async () => connections.close(),
  };
}
