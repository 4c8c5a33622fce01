import { Pool } from 'undici';
import { z } from 'zod';
import type { InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import type { Address } from '../engines/engine.ts';

/** Largest answer that is read: what the wrapper may send, with room for escaping a problem. */
const MAX_ANSWER = 6 * 1024 * 1024 + 65_536;

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

export class AnswerTooLarge extends Error {}

type Body = AsyncIterable<Buffer> & { destroy(): unknown; arrayBuffer(): Promise<ArrayBuffer> };
type Headers = Record<string, string | string[] | undefined>;

/** The whole answer within the limit. One that says its length cannot be longer, so it is read in one go. */
async function readBody(body: Body, headers: Headers): Promise<Buffer> {
  const said = headers['content-length'];
  if (typeof said === 'string' && Number(said) <= MAX_ANSWER) return Buffer.from(await body.arrayBuffer());
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_ANSWER) {
      body.destroy();
      throw new AnswerTooLarge('The answer is too large.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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

/** Speaks with one replica over kept-alive connections. */
export class ReplicaClient {
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
    this.#pool =
      'socketPath' in address
        ? new Pool(`http://${HOST}`, { ...options, socketPath: address.socketPath })
        : new Pool(`http://127.0.0.1:${address.port}`, options);
  }

  async send(request: InvokeRequest, signal: AbortSignal): Promise<Answer> {
    const answer = await this.#pool.request({
      method: request.method as 'GET',
      path: request.path,
      headers: framed(request),
      body: request.body,
      signal,
    });
    const body = await readBody(answer.body as Body, answer.headers);
    const { headers } = answer;
    const text = body.toString(headers['x-crossover-base64'] === '1' ? 'base64' : 'utf8');
    return {
      status: answer.statusCode,
      body: text,
      problem: problemOf(headers['x-crossover-outcome'], text),
      handler:
        headers['x-crossover-handler-ms'] === undefined ? null : numberOf(headers['x-crossover-handler-ms']),
      printed: numberOf(headers['x-crossover-printed']),
    };
  }

  /** Asks whether the code is loaded, waiting at most `wait`; null when it is, else why not and how much it had printed. */
  async ready(wait: Ms, signal: AbortSignal): Promise<(WrapperProblem & { printed: Bytes }) | null> {
    const path = `/.crossover/ready?wait=${Math.round(wait)}`;
    const answer = await this.#pool.request({ method: 'GET', path, signal });
    const text = (await readBody(answer.body as Body, answer.headers)).toString('utf8');
    if (answer.statusCode === 200) return null;
    const loading = { code: 'init-error', message: 'The code is still loading.', detail: '' };
    const problem = problemOf(answer.headers['x-crossover-outcome'], text) ?? loading;
    return { ...problem, printed: numberOf(answer.headers['x-crossover-printed']) };
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
    if (!this.#pool.destroyed) await this.#pool.destroy();
  }
}
