import { rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Bytes } from '#lib/domain/units.ts';
import { type Delivery, type FunctionFault, faultOf, reportedFault, tooLargeAnswer } from './messages.ts';

/** What a runtime tells. Called in the order in which it happens. */
export interface RuntimeListener {
  /** It asks for the next event: for the first time when its init is over. */
  next(): void;
  initFault(fault: FunctionFault): void;
  /** A piece of the answer to the event delivered last; it waits until the piece was taken. */
  piece(bytes: Buffer, streamed: boolean, contentType: string): Promise<void> | void;
  /** The answer is complete, or broke off. */
  answered(fault: FunctionFault | null): void;
}

const BASE = '/2018-06-01/runtime';
const JSON_TYPE = { 'content-type': 'application/json' };
/** What a runtime may send besides an answer: stack traces, mostly. */
const MAX_REPORT: Bytes = 1024 * 1024;
/** A sandbox opens two or three; more is an attack on our descriptors. */
const MAX_CONNECTIONS = 32;

const accepted = (response: ServerResponse): void => {
  response.writeHead(202, JSON_TYPE).end('{"status":"OK"}');
};

function refused(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response.writeHead(status, JSON_TYPE).end(JSON.stringify({ errorType, errorMessage }));
}

async function bodyOf(request: IncomingMessage, limit: Bytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A stream that broke says so after its last piece (runtime API, "Implementing response streaming"). */
function trailerFault(request: IncomingMessage): FunctionFault | null {
  const type = request.trailers['lambda-runtime-function-error-type'];
  if (type === undefined) return null;
  const body = Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
  return reportedFault({ 'lambda-runtime-function-error-type': type }, body);
}

export interface AnswerLimits {
  buffered: Bytes;
  streamed: Bytes;
}

/**
 * AWS Lambda's Runtime API for one environment, on a unix socket that only its sandbox is given.
 * Whoever speaks to it is the user's code: it can hurt nothing but its own invocation.
 */
export class RuntimeApi {
  readonly socketPath: string;
  readonly #listener: RuntimeListener;
  readonly #limits: AnswerLimits;
  readonly #server: Server;
  /** The runtime that waits for an event. */
  #waiting: ServerResponse | null = null;
  #current: string | null = null;
  #closed = false;

  constructor(socketPath: string, listener: RuntimeListener, limits: AnswerLimits) {
    this.socketPath = socketPath;
    this.#listener = listener;
    this.#limits = limits;
    this.#server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
      response.on('error', () => {});
      this.#route(request, response).catch(() => response.destroy());
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(this.socketPath, resolve);
    });
    this.#server.unref();
    // Whoever starts the sandbox gives it to the sandbox's user.
    await chmod(this.socketPath, 0o600);
  }

  /** Hands the event to the runtime that waits for it. Only after `next` and before the next one. */
  deliver(delivery: Delivery): void {
    const response = this.#waiting;
    this.#waiting = null;
    this.#current = delivery.requestId;
    response?.writeHead(200, {
      ...JSON_TYPE,
      'content-length': delivery.payload.length,
      'lambda-runtime-aws-request-id': delivery.requestId,
      'lambda-runtime-deadline-ms': String(Math.round(delivery.deadline)),
      'lambda-runtime-invoked-function-arn': delivery.functionArn,
      'lambda-runtime-trace-id': delivery.traceId,
      ...(delivery.clientContext === null ? {} : { 'lambda-runtime-client-context': delivery.clientContext }),
    });
    response?.end(delivery.payload);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.socketPath, { force: true });
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const [, id, what] = new RegExp(`^${BASE}/invocation/([\\w-]{1,64})/(response|error)$`).exec(path) ?? [];
    if (request.method === 'GET' && path === `${BASE}/invocation/next`) return this.#next(request, response);
    if (request.method === 'POST' && path === `${BASE}/init/error`) return this.#initError(request, response);
    if (request.method === 'POST' && id !== undefined) {
      return this.#answer(id, what === 'error', request, response);
    }
    refused(response, 404, 'NotFound', `There is no ${request.method} ${path.slice(0, 200)}.`);
  }

  #next(request: IncomingMessage, response: ServerResponse): void {
    if (this.#current !== null || this.#waiting !== null) {
      refused(response, 403, 'InvalidStateTransition', 'The last event was not answered.');
      return;
    }
    this.#waiting = response;
    request.socket.setNoDelay(true);
    this.#listener.next();
  }

  async #initError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = reportedFault(request.headers, await bodyOf(request, MAX_REPORT));
    accepted(response);
    this.#listener.initFault(fault);
  }

  async #answer(
    id: string,
    isError: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (id !== this.#current) {
      await bodyOf(request, 0);
      return refused(response, 400, 'InvalidRequestID', 'Invalid request ID');
    }
    // From here on a second answer to the same event is one too many.
    this.#current = null;
    if (isError) {
      const fault = reportedFault(request.headers, await bodyOf(request, MAX_REPORT));
      this.#listener.answered(fault);
      return accepted(response);
    }
    const fault = await this.#pieces(request);
    this.#listener.answered(fault);
    if (fault?.errorType === 'Function.ResponseSizeTooLarge') {
      return refused(response, 413, 'RequestEntityTooLarge', fault.errorMessage);
    }
    accepted(response);
  }

  async #pieces(request: IncomingMessage): Promise<FunctionFault | null> {
    const streamed = request.headers['lambda-runtime-function-response-mode'] === 'streaming';
    const type = request.headers['content-type'] ?? '';
    const limit = streamed ? this.#limits.streamed : this.#limits.buffered;
    let size = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size <= limit) await this.#listener.piece(chunk, streamed, type);
      }
    } catch {
      return faultOf('Runtime.TruncatedResponse', 'The response broke off before its end.');
    }
    return size > limit ? tooLargeAnswer(limit) : trailerFault(request);
  }
}
