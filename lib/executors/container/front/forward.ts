import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher as Undici } from 'undici';
import type { Ms } from '#lib/domain/units.ts';
import type { Replica } from '../replica/replica.ts';
import { requestHeaders, responseHeaders } from './headers.ts';

type Controller = Undici.DispatchController;

/** How the forwarding of one message ended. */
export type Forwarded =
  | 'done'
  /** The client went away, or the answer broke off after its head: nothing more can be said. */
  | 'broken'
  | 'timeout'
  /** No byte of an answer came; `sent` is whether the replica may have seen the request. */
  | 'unanswered';

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether the same request may be sent again without anybody noticing (RFC 9110, 9.2.2), body and all. */
export const repeatable = (request: IncomingMessage): boolean =>
  !hasBody(request) && /^(GET|HEAD|OPTIONS)$/.test(request.method ?? '');

/** One message on its way through: what the replica answers goes to the client as it comes. */
class Passage implements Undici.DispatchHandler {
  readonly #response: ServerResponse;
  readonly #settle: (how: Forwarded) => void;
  readonly #timer: NodeJS.Timeout;
  #controller: Controller | null = null;
  #gone: 'broken' | 'timeout' | null = null;

  constructor(response: ServerResponse, timeout: Ms, settle: (how: Forwarded) => void) {
    this.#response = response;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#give('timeout'), timeout);
    response.once('close', this.#closed);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#gone !== null) controller.abort(new Error(this.#gone));
  }

  onResponseStart(controller: Controller, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || controller.aborted) return;
    // The limit is for the answer to begin: a stream may take as long as it likes.
    clearTimeout(this.#timer);
    this.#response.writeHead(status, responseHeaders(headers));
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#response.write(chunk)) return;
    controller.pause();
    this.#response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    this.#response.end();
    this.#over('done');
  }

  onResponseError(): void {
    const begun = this.#response.headersSent;
    const how = this.#gone ?? (begun ? 'broken' : 'unanswered');
    if (begun) this.#response.destroy();
    this.#over(how);
  }

  readonly #closed = () => {
    if (!this.#response.writableEnded) this.#give('broken');
  };

  #give(why: 'broken' | 'timeout'): void {
    this.#gone ??= why;
    this.#controller?.abort(new Error(why));
  }

  #over(how: Forwarded): void {
    clearTimeout(this.#timer);
    this.#response.off('close', this.#closed);
    this.#settle(how);
  }
}

/** Sends a request to a replica and its answer to the client, both as they come. Never rejects. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  replica: Replica,
  timeout: Ms,
): Promise<Forwarded> {
  return new Promise((settle) => {
    const passage = new Passage(response, timeout, settle);
    replica.client.dispatcher.dispatch(
      {
        method: (request.method ?? 'GET') as Undici.HttpMethod,
        path: request.url ?? '/',
        headers: requestHeaders(request),
        body: hasBody(request) ? request : null,
      },
      passage,
    );
  });
}
