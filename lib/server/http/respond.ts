import { z } from 'zod';
import { CrossoverError, type Problem, toProblem } from '#lib/domain/errors.ts';
import type { ApiError } from '#lib/domain/live/api.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import { DATABASE_AWAY, isAway, RETRY_AFTER } from '../database/outage.ts';
import { requireStorable } from '../database/storable.ts';
import { logError } from '../log.ts';

/** Codes whose HTTP status is not the one of their owner. */
const STATUS: Record<string, number> = {
  'not-found': 404,
  'samples-deleted': 410,
  'body-too-large': 413,
  'invalid-json': 400,
  'invalid-input': 422,
};

const statusOf = (problem: Problem): number =>
  STATUS[problem.code] ?? (problem.owner === 'yours' ? 400 : 500);

/** Runs a route's work and maps every error to `{problem, issues?}`; a stack never leaves the process. */
export async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof z.ZodError) return invalidInput(error);
    if (isAway(error)) return databaseAway();
    const problem = toProblem(error);
    if (problem.owner === 'ours') logError('answering a request', error);
    const { detail, ...shown } = problem;
    const body: ApiError = { problem: problem.owner === 'ours' ? shown : { ...shown, detail } };
    return Response.json(body, { status: statusOf(problem) });
  }
}

/** 503 while the database is away: the same request can be answered in a moment. */
function databaseAway(): Response {
  const body: ApiError = { problem: DATABASE_AWAY };
  return Response.json(body, { status: 503, headers: { 'retry-after': String(RETRY_AFTER) } });
}

function invalidInput(error: z.ZodError): Response {
  const body: ApiError = {
    problem: {
      code: 'invalid-input',
      owner: 'yours',
      message: 'Some of the input is not valid.',
      remedy: 'Correct the named fields.',
    },
    issues: error.issues.map(({ path, message }) => ({
      path: path.filter((part): part is string | number => typeof part !== 'symbol'),
      message,
    })),
  };
  return Response.json(body, { status: STATUS['invalid-input'] ?? 422 });
}

/** A workload may bring 200 files; beyond this nobody typed it. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * The request's JSON, parsed by the schema. Only `application/json` is taken: a form of another
 * site can send text, but not that type without asking first.
 */
export async function readJson<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    throw invalidBody('The request is not of type application/json.');
  }
  const text = await boundedText(request);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw invalidBody('The request is not valid JSON.');
  }
  const parsed = schema.parse(value);
  requireStorable(parsed);
  return parsed;
}

const invalidBody = (message: string) =>
  new CrossoverError({ code: 'invalid-json', owner: 'yours', message, remedy: 'Send a JSON body.' });

async function boundedText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new CrossoverError({
        code: 'body-too-large',
        owner: 'yours',
        message: 'The request is larger than 8 MiB.',
        remedy: 'Leave out large files.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
