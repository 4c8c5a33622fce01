import type { ServerResponse } from 'node:http';
import { type Problem, toProblem } from '#lib/domain/errors.ts';
import { sendJson } from './http.ts';

interface Exception {
  type: string;
  status: number;
}

const exception = (type: string, status: number): Exception => ({ type, status });
const INVALID = exception('InvalidParameterValueException', 400);

/** Our problems as the exceptions that clients of AWS Lambda know. */
const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'function-not-found': exception('ResourceNotFoundException', 404),
  'setting-not-found': exception('ResourceNotFoundException', 404),
  'provisioned-not-found': exception('ProvisionedConcurrencyConfigNotFoundException', 404),
  'function-exists': exception('ResourceConflictException', 409),
  'other-revision': exception('PreconditionFailedException', 412),
  throttled: exception('TooManyRequestsException', 429),
  'machine-memory': exception('TooManyRequestsException', 429),
  'machine-processes': exception('TooManyRequestsException', 429),
  'payload-too-large': exception('RequestTooLargeException', 413),
  'request-not-json': exception('InvalidRequestContentException', 400),
  'concurrency-refused': INVALID,
  'invalid-input': INVALID,
  'runtime-missing': INVALID,
  'package-too-large': INVALID,
  'package-path-refused': INVALID,
  'package-special-file': INVALID,
  'package-bomb': INVALID,
  'package-empty': INVALID,
  'package-unreadable': INVALID,
  'unknown-operation': exception('UnknownOperationException', 404),
  'foreign-request': exception('AccessDeniedException', 403),
};

const SERVICE = exception('ServiceException', 500);

function bodyOf({ code, message, remedy, detail }: Problem, status: number): Record<string, unknown> {
  const said = { Type: status >= 500 ? 'Service' : 'User', Message: message, message };
  // The package's problems are told with what to do; the platform's own words are left as clients know them.
  if (code.startsWith('package-'))
    return { ...said, Message: `${message} ${remedy}`, message: `${message} ${remedy}` };
  return code === 'throttled' ? { ...said, Reason: detail } : said;
}

/** Answers with the typed exception of a problem. Nothing is sent twice. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = toProblem(error);
  const { type, status } = EXCEPTIONS[problem.code] ?? SERVICE;
  response.setHeader('x-amzn-errortype', type);
  if (status === 429) response.setHeader('retry-after', '1');
  sendJson(response, status, bodyOf(problem, status));
}
