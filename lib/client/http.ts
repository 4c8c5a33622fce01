import type { Problem } from '#lib/domain/errors.ts';
import type { ApiError as ApiErrorBody } from '#lib/domain/live/api.ts';

export type Issue = NonNullable<ApiErrorBody['issues']>[number];

/** What every failed request throws: the server's Problem, and the fields that it did not like. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly issues: readonly Issue[];
  constructor(status: number, problem: Problem, issues: readonly Issue[] = []) {
    super(problem.message);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.issues = issues;
  }
}

const unreachable = (error: unknown): ApiError =>
  new ApiError(0, {
    code: 'web-unreachable',
    owner: 'yours',
    message: 'The Crossover server does not answer.',
    remedy: 'See in its terminal whether it still runs (npm start), then try again.',
    detail: error instanceof Error ? error.message : String(error),
  });

const unreadable = (status: number, text: string): ApiError =>
  new ApiError(status, {
    code: 'unreadable-answer',
    owner: 'ours',
    message: `The server answered ${status} with something that is not JSON.`,
    remedy: 'Load the page again; if it stays, report it with the detail below.',
    detail: text.slice(0, 2000),
  });

function parse(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(status, text);
  }
}

const isErrorBody = (body: unknown): body is ApiErrorBody =>
  typeof body === 'object' && body !== null && 'problem' in body;

/** @throws ApiError for every answer outside 2xx and when no answer came. An aborted request rethrows as it is. */
async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((error: unknown) => {
    throw init.signal?.aborted ? error : unreachable(error);
  });
  const text = await response.text();
  if (response.ok && text === '') return undefined as T;
  const body = parse(response.status, text);
  if (response.ok) return body as T;
  if (isErrorBody(body)) throw new ApiError(response.status, body.problem, body.issues ?? []);
  throw unreadable(response.status, text);
}

/** GET; the caller names the contract's type of the answer (lib/domain/live/api.ts). */
export const getJson = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  request<T>(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });

const sendJson = <T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> =>
  request<T>(path, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });

export const postJson = <T>(path: string, body: unknown = {}): Promise<T> => sendJson<T>('POST', path, body);
export const putJson = <T>(path: string, body: unknown): Promise<T> => sendJson<T>('PUT', path, body);

export const deleteJson = (path: string): Promise<void> => request<void>(path, { method: 'DELETE' });

/** The words of a production build of React, in place of those that a developer would see. */
const MASKED = /^Minified React error/;

/** Any thrown value as a Problem to show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'page-error',
    owner: 'ours',
    message: MASKED.test(message) ? 'The server could not make this page.' : `This page failed: ${message}`,
    remedy: 'Load the page again; if it stays, please report it.',
    ...(error instanceof Error && error.stack ? { detail: error.stack } : {}),
  };
}
