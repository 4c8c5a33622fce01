import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CrossoverError, toProblem } from './errors.ts';

describe('any thrown value as a problem', () => {
  it('keeps what was said on purpose', () => {
    const problem = { code: 'x', owner: 'yours' as const, message: 'm', remedy: 'r' };
    expect(toProblem(new CrossoverError(problem))).toBe(problem);
  });

  it('names the fields that a schema refused', () => {
    const result = z.object({ plan: z.object({ rate: z.number('Give a rate.') }) }).safeParse({ plan: {} });
    expect(toProblem(result.error)).toMatchObject({
      code: 'invalid-input',
      owner: 'yours',
      message: 'Some of the input is not valid. plan.rate: Give a rate.',
    });
  });

  it('takes everything else for ours', () => {
    expect(toProblem(new Error('boom'))).toMatchObject({ owner: 'ours', message: 'Crossover failed: boom' });
    expect(toProblem('text')).toMatchObject({ owner: 'ours', detail: 'text' });
  });
});
