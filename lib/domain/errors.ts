import { z } from 'zod';
import { machineState } from './machine-state.ts';
import type { Problem } from './problem.ts';

export { type Owner, type Problem, ProblemSchema } from './problem.ts';

/** The only error class that crosses a room: it always says what happened and what to do. */
export class CrossoverError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options);
    this.name = 'CrossoverError';
    this.problem = problem;
  }
}

/** Any thrown value as a Problem: the state of the machine in words; what nobody foresaw is ours. */
export function toProblem(error: unknown): Problem {
  if (error instanceof CrossoverError) return error.problem;
  if (error instanceof z.ZodError) return invalidInput(error);
  const state = machineState(error);
  if (state !== null) return state;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: INTERNAL_ERROR,
    owner: 'ours',
    message: `Crossover failed: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'Please report this with the detail below.',
    detail,
  };
}

/** Of what nobody foresaw. */
export const INTERNAL_ERROR = 'internal-error';

/** Faults of one input that are told; a list of a million wrong values would make a message of a million. */
export const MOST_ISSUES = 50;

/** What a schema refused, each field with its reason. */
function invalidInput(error: z.ZodError): Problem {
  const told = error.issues.slice(0, MOST_ISSUES);
  const reasons = told.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  const more = error.issues.length - told.length;
  if (more > 0) reasons.push(`${more} more faults are not named.`);
  return {
    code: 'invalid-input',
    owner: 'yours',
    message: `Some of the input is not valid. ${reasons.join(' ')}`,
    remedy: 'Correct the named fields.',
  };
}
