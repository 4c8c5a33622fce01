import type { AnswerWays, CallableHandler } from './handler-contract.mjs';

export * from './handler-contract.mjs';

export interface RuntimeRequest {
  requestId: string;
  method: string;
  /** With the query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Text, or base64 that says so; from a connection as the bytes that came. */
  body: string | Uint8Array | null;
  isBase64Encoded?: boolean;
}

export interface HandlerContext {
  awsRequestId: string;
  functionName: string;
  functionVersion: string;
  memoryLimitInMB: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
  /** Only while the handler is called. */
  done?(error: unknown, value?: unknown): void;
  succeed?(value?: unknown): void;
  fail?(error?: unknown): void;
}

export interface HandlerResponse {
  status: number;
  headers: Record<string, string>;
  /** Values of set-cookie, each a header of its own. */
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}

export type HttpEvent = Record<string, unknown>;
export type Handler = CallableHandler<HttpEvent, HandlerContext>;

export const MAX_RESPONSE_BYTES: number;
export class HandlerProblem extends Error {
  constructor(code: 'init-error' | 'handler-error' | 'invalid-response', message: string, detail: string);
  readonly code: 'init-error' | 'handler-error' | 'invalid-response';
  readonly detail: string;
}
export function describeThrown(thrown: unknown): { message: string; detail: string };
export function toEvent(request: RuntimeRequest): HttpEvent;
export function toContext(call: {
  requestId: string;
  functionName: string;
  memoryMiB: number;
  timeoutMs: number;
}): HandlerContext;
export function loadHandler(
  dir: string,
  entry: string,
  name: string,
  load?: (path: string) => unknown,
): Promise<Handler>;
export function toResponse(value: unknown): HandlerResponse;
export function invokeHandler(
  handler: Handler,
  request: RuntimeRequest,
  context: HandlerContext,
  ways?: AnswerWays,
): Promise<HandlerResponse>;
