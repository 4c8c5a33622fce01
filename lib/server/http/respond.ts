import { z } from 'zod';
import { MOST_ISSUES, type Problem } from '#lib/domain/errors.ts';
import type { ApiError } from '#lib/domain/live/api.ts';
import { DATABASE_AWAY, isAway, RETRY_AFTER } from '../database/outage.ts';
import { shownProblem } from '../shown-problem.ts';

/** Codes whose HTTP status is not the one of their owner. */
const STATUS: Record<string, number> = {
  'not-found': 404,
  'samples-deleted': 410,
  'body-too-large': 413,
  'not-json-type': 415,
  'invalid-json': 400,
  'invalid-input': 422,
  'database-away': 503,
  'machine-busy': 503,
  busy: 503,
  'read-only': 507,
  'disk-full': 507,
};

const statusOf = (problem: Problem): number =>
  STATUS[problem.code] ?? (problem.owner === 'yours' ? 400 : 500);

/** Headers of an answer with this status: those that say when to come again. */
export const retryHeaders = (status: number): Record<string, string> =>
  status === 429 || status === 503 ? { 'retry-after': String(RETRY_AFTER) } : {};

/** Runs a route's work and maps every error to `{problem, issues?}`; a stack never leaves the process. */
export async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof z.ZodError) return invalidInput(error);
    const problem = isAway(error) ? DATABASE_AWAY : shownProblem(error, 'answering a request');
    const { detail, ...shown } = problem;
    const body: ApiError = { problem: problem.owner === 'ours' ? shown : { ...shown, detail } };
    const status = statusOf(problem);
    return Response.json(body, { status, headers: retryHeaders(status) });
  }
}

function invalidInput(error: z.ZodError): Response {
  const body: ApiError = {
    problem: {
      code: 'invalid-input',
      owner: 'yours',
      message: 'Some of the input is not valid.',
      remedy: 'Correct the named fields.',
    },
    issues: error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
      path: path.filter((part): part is string | number => typeof part !== 'symbol'),
      message,
    })),
  };
  return Response.json(body, { status: STATUS['invalid-input'] ?? 422 });
}
