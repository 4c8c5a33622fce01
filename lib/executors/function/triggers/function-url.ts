import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { toProblem } from '#lib/domain/errors.ts';
import {
  answerHead,
  BAD_GATEWAY,
  type HttpAnswer,
  httpAnswer,
  httpEvent,
} from '#lib/domain/functions/events/http.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import { type LocalServer, listenHere } from '../../host/local-server.ts';
import { hasNoBody } from '../../host/plain-http/message.ts';
import { newRequestId } from '../record/recorder.ts';
import type { FunctionPlatform } from '../service/platform.ts';

export interface FunctionUrlSpec {
  platform: FunctionPlatform;
  name: string;
  qualifier?: string;
  /** RESPONSE_STREAM passes the pieces of a streamed answer on as they come. */
  mode?: 'BUFFERED' | 'RESPONSE_STREAM';
  port?: number;
}

const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';
/** Status and headers end here in a streamed HTTP answer. */
const PRELUDE_END = Buffer.alloc(8);
const MAX_PRELUDE = 64 * 1024;

const REFUSALS: Readonly<Record<string, number>> = {
  throttled: 429,
  'payload-too-large': 413,
  'function-not-found': 404,
};

const plain = (status: number, message: string): HttpAnswer => ({
  status,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(JSON.stringify({ Message: message })),
});

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= FUNCTION_LIMITS.synchronousPayloadBytes) chunks.push(chunk);
  }
  return size > FUNCTION_LIMITS.synchronousPayloadBytes ? null : Buffer.concat(chunks);
}

const pairs = (raw: readonly string[]): [string, string][] =>
  Array.from({ length: raw.length / 2 }, (_, n) => [raw[2 * n] ?? '', raw[2 * n + 1] ?? '']);

function writeHead(response: ServerResponse, { status, headers }: Omit<HttpAnswer, 'body'>): void {
  response.writeHead(status, headers.flat());
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const length: [string, string][] = hasNoBody(answer.status)
    ? []
    : [['content-length', String(answer.body.length)]];
  writeHead(response, { ...answer, headers: [...answer.headers, ...length] });
  response.end(answer.body);
}

/** Takes the prelude off a streamed answer and passes the rest on. */
class StreamedAnswer {
  readonly #response: ServerResponse;
  #held = Buffer.alloc(0);

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** @throws when the prelude is not one. */
  write(piece: Buffer, contentType: string): Promise<void> | void {
    if (this.#response.headersSent) return this.#pass(piece);
    if (contentType !== HTTP_INTEGRATION) {
      writeHead(this.#response, { status: 200, headers: [['content-type', contentType]] });
      return this.#pass(piece);
    }
    this.#held = Buffer.concat([this.#held, piece]);
    const end = this.#held.indexOf(PRELUDE_END);
    if (end < 0 && this.#held.length <= MAX_PRELUDE) return;
    writeHead(this.#response, headOf(this.#held.subarray(0, Math.max(0, end))));
    const rest = this.#held.subarray(end + PRELUDE_END.length);
    return rest.length > 0 ? this.#pass(rest) : undefined;
  }

  #pass(piece: Buffer): Promise<void> | void {
    const response = this.#response;
    if (response.destroyed || response.write(piece)) return;
    return new Promise((resolve) => response.once('drain', resolve).once('close', () => resolve()));
  }
}

function headOf(prelude: Buffer): Omit<HttpAnswer, 'body'> {
  try {
    return answerHead(parseJson(prelude.toString()) as Record<string, unknown>) ?? BAD_GATEWAY;
  } catch {
    return BAD_GATEWAY;
  }
}

async function serve(
  spec: FunctionUrlSpec,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === null) return send(response, plain(413, 'Request Entity Too Large'));
  const requestId = newRequestId();
  const event = httpEvent({
    ...{ requestId, body, method: request.method ?? 'GET', target: request.url ?? '/', at: Date.now() },
    headers: pairs(request.rawHeaders),
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  });
  const whole: Buffer[] = [];
  const answer = new StreamedAnswer(response);
  const streams = spec.mode === 'RESPONSE_STREAM';
  const { fault } = await spec.platform.invoke({
    ...{
      name: spec.name,
      qualifier: spec.qualifier ?? null,
      requestId,
      payload: Buffer.from(JSON.stringify(event)),
    },
    sink: (piece, streamed, type) => {
      if (streams && streamed) return answer.write(piece, type);
      whole.push(piece);
    },
  });
  if (fault !== null) return response.headersSent ? void response.destroy() : send(response, BAD_GATEWAY);
  send(response, httpAnswer(Buffer.concat(whole).toString()));
}

/** Serves one function over HTTP on this machine, as a function URL or an HTTP API's default route does. */
export function serveFunctionUrl(spec: FunctionUrlSpec): Promise<LocalServer> {
  const server = createServer((request, response) => {
    response.on('error', () => {});
    serve(spec, request, response).catch((error: unknown) => {
      const { code, message } = toProblem(error);
      send(response, plain(REFUSALS[code] ?? 502, message));
    });
  });
  return listenHere(server, spec.port ?? 0);
}
