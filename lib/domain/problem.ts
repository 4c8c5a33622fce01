import { z } from 'zod';

/** Whose problem it is: `yours` is the user's code, input or machine; `ours` is a defect in Crossover. */
export type Owner = 'yours' | 'ours';

export interface Problem {
  /** Stable, kebab-case, e.g. `handler-syntax-error`. */
  code: string;
  owner: Owner;
  /** The event, one plain sentence. */
  message: string;
  /** The next step, one plain sentence. */
  remedy: string;
  /** More of the story, e.g. the handler's own log or a stack; may be long. */
  detail?: string | undefined;
}

/** A problem as it comes back from the database. */
export const ProblemSchema: z.ZodType<Problem> = z.object({
  code: z.string(),
  owner: z.enum(['yours', 'ours']),
  message: z.string(),
  remedy: z.string(),
  detail: z.string().optional(),
});
