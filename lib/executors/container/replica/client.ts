import { Pool } from 'undici';
import { z } from 'zod';
import type { InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import { type Address, originOf } from '../engines/engine.ts';
import { Call, type Message } from './call.ts';
import { Wires } from './wires.ts';

/** The name the wrapper takes out of the event's headers again, so that both sides see the same headers. */
const HOST = 'crossover.internal';

const WrapperProblem = z.object({ code: z.string(), message: z.string(), detail: z.string() });
export type WrapperProblem = z.infer<typeof WrapperProblem>;

/** What came back from the wrapper. `problem` is set when the handler gave no answer. */
export interface Answer {
  status: number;
  body: string;
  problem: WrapperProblem | null;
  /** As measured inside; null when nobody did. */
  handler: Ms | null;
  /** Bytes the replica had printed when it answered. */
  printed: Bytes;
}

/** The replica is not to be trusted: a number that is none counts as 0. */
const numberOf = (header: string | string[] | undefined): number => {
  const value = Number(header);
  return Number.isFinite(value) && value > 0 ? value : 0;
};

function problemOf(code: string | string[] | undefined, text: string): WrapperProblem | null {
  if (code === undefined) return null;
  const unreadable = { code: 'handler-error', message: 'The handler failed.', detail: text.slice(0, 1000) };
  try {
    return WrapperProblem.catch(unreadable).parse(JSON.parse(text));
  } catch {
    return unreadable;
  }
}

function framed({ requestId, headers }: InvokeRequest): Record<string, string> {
  const own: Record<string, string> = { host: HOST, 'x-crossover-request-id': requestId };
  for (const [name, value] of Object.entries(headers)) {
    // How the message travels is decided here, not by the request that is carried.
    if (
      !/^(connection|content-length|transfer-encoding|keep-alive|upgrade|expect|x-crossover-.*)$/i.test(name)
    ) {
      own[name.toLowerCase()] = value;
    }
  }
  return own;
}

/** What the message says, read as our wrapper writes it. */
export function answerOf({ status, headers, body }: Message): Answer {
  const text = body.toString(headers['x-crossover-base64'] === '1' ? 'base64' : 'utf8');
  const handler = headers['x-crossover-handler-ms'];
  return {
    status,
    body: text,
    problem: problemOf(headers['x-crossover-outcome'], text),
    handler: handler === undefined ? null : numberOf(handler),
    printed: numberOf(headers['x-crossover-printed']),
  };
}

/** Speaks with one replica over kept-alive connections. */
export class ReplicaClient {
  /** For whoever passes messages on by their text. */
  readonly wires: Wires;
  readonly #pool: Pool;

  constructor(address: Address, connections: number) {
    const options = {
      connections,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 60_000,
      keepAliveMaxTimeout: 600_000,
    };
    this.wires = new Wires(address);
    this.#pool =
      'socketPath' in address
        ? new Pool(`http://${HOST}`, { ...options, socketPath: address.socketPath })
        : new Pool(originOf(address), options);
  }

  /** Puts a request on its way; `abort` gives it up. */
  call(request: InvokeRequest): Call {
    const call = new Call();
    this.#pool.dispatch(
      {
        method: request.method as 'GET',
        path: request.path,
        headers: framed(request),
        body: request.body,
      },
      call,
    );
    return call;
  }

  /** Sends a request and waits for its answer. */
  async send(request: InvokeRequest, signal: AbortSignal): Promise<Answer> {
    const call = this.call(request);
    const abort = () => call.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      return answerOf(await call.answer);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Asks whether the code is loaded, waiting at most `wait`; null when it is, else why not and how much it had printed. */
  async ready(wait: Ms, signal: AbortSignal): Promise<(WrapperProblem & { printed: Bytes }) | null> {
    const path = `/.crossover/ready?wait=${Math.round(wait)}`;
    const request = { requestId: 'ready', method: 'GET', path, headers: {}, body: null };
    const { status, problem: said, printed } = await this.send(request, signal);
    if (status === 200) return null;
    const loading = { code: 'init-error', message: 'The code is still loading.', detail: '' };
    return { ...(said ?? loading), printed };
  }

  /** The status with which the server answers a GET of this path; the body is not read. */
  async status(path: string, signal: AbortSignal): Promise<number> {
    const { statusCode, body } = await this.#pool.request({ method: 'GET', path, signal });
    body.on('error', () => {});
    body.destroy();
    return statusCode;
  }

  /** For whoever forwards messages as they are. */
  get dispatcher(): Pool {
    return this.#pool;
  }

  async close(): Promise<void> {
    this.wires.close();
    if (!this.#pool.destroyed) await this.#pool.destroy();
  }
}
