import { Pool } from 'undici';
import { z } from 'zod';
import type { InvokeRequest } from '#lib/domain/execution/executor.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import { onAbort } from '../../host/on-abort.ts';
import { type Address, originOf } from '../engines/engine.ts';
import { Call } from './call.ts';
import type { Message } from './message-reader.ts';
import { HOST } from './request-text.ts';
import { Wires } from './wires.ts';

const WrapperProblem = z.object({ code: z.string(), message: z.string(), detail: z.string() });
export type WrapperProblem = z.infer<typeof WrapperProblem>;

/** What came back from the wrapper. `problem` is set when the handler gave no answer. */
export interface Answer {
  status: number;
  body: string;
  /** Its bytes, when the handler sent bytes; `body` is then their text. */
  base64: string | null;
  cookies: readonly string[];
  problem: WrapperProblem | null;
  /** Time in the handler as the program in the container says; null when it says none. */
  reported: Ms | null;
  /** Bytes the replica had printed when it answered. */
  printed: Bytes;
  /** The replica ends after it: the code left an error behind that nobody awaits. */
  ends: boolean;
}

/** More than anybody means, and small enough to be added up. */
const MOST = 1e12;

/** The replica is not to be trusted: a number that is none counts as 0. */
const numberOf = (header: string | undefined): number => {
  const value = Number(header);
  return Number.isFinite(value) && value > 0 ? Math.min(value, MOST) : 0;
};

function problemOf(code: string | undefined, text: string): WrapperProblem | null {
  if (code === undefined) return null;
  const unreadable = { code: 'handler-error', message: 'The handler failed.', detail: text.slice(0, 1000) };
  try {
    return WrapperProblem.catch(unreadable).parse(parseJson(text));
  } catch {
    return unreadable;
  }
}

/** What the message says, read as our wrapper writes it. */
export function answerOf({ status, headers, cookies, text }: Message): Answer {
  const base64 = headers['x-crossover-base64'] === '1' ? text : null;
  const reported = headers['x-crossover-handler-ms'];
  return {
    status,
    body: base64 === null ? text : Buffer.from(base64, 'base64').toString(),
    ...{ base64, cookies },
    problem: problemOf(headers['x-crossover-outcome'], text),
    reported: reported === undefined ? null : numberOf(reported),
    printed: numberOf(headers['x-crossover-printed']),
    ends: headers['x-crossover-ends'] !== undefined,
  };
}

/** Speaks with one replica over kept-alive connections. */
export class ReplicaClient {
  /** For messages that are read or passed on by their text. */
  readonly wires: Wires;
  readonly #pool: Pool;

  /** `connections` are for whoever forwards; `rests` is how long one may rest before its next request. */
  constructor(address: Address, connections: number, rests?: Ms) {
    const options = {
      connections,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 60_000,
      keepAliveMaxTimeout: 600_000,
    };
    this.wires = new Wires(address, rests);
    this.#pool =
      'socketPath' in address
        ? new Pool(`http://${HOST}`, { ...options, socketPath: address.socketPath })
        : new Pool(originOf(address), options);
  }

  /** Puts a request on its way; `abort` gives it up. */
  call(request: InvokeRequest): Call {
    return new Call(this.wires, request);
  }

  /** Sends a request and waits for its answer. */
  async send(request: InvokeRequest, signal: AbortSignal): Promise<Answer> {
    const call = this.call(request);
    const off = onAbort(signal, () => call.abort(signal.reason));
    try {
      return answerOf(await call.answer);
    } finally {
      off();
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
