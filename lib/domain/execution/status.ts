import type { Problem } from '../errors.ts';

/**
 * Whether a status ends a request, whatever way it came: below 200 a client goes on waiting, above 599 HTTP has none
 * (RFC 9110, 15). API Gateway answers a response of a wrong format with 502 (AWS Lambda developer guide, "Handling
 * Lambda errors with an API Gateway API").
 */
export const isFinalStatus = (status: unknown): status is number =>
  typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599;

/** An answer whose status is no such one. The programs beside the code let none through: the code wrote it by itself. */
export const statusProblem = (status: number): Problem => ({
  code: 'invalid-response',
  owner: 'yours',
  message: `The answer has the status ${status}; it must be from 200 to 599.`,
  remedy: 'Return a statusCode from 200 to 599.',
});
