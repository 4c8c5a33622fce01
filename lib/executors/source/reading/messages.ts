import { z } from 'zod';
import { ProblemSchema } from '#lib/domain/errors.ts';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { Code } from '#lib/domain/workload/workload.ts';

/** Questions that a reader of code takes. */
export interface Inputs {
  bundle: Code;
  sources: Code;
  notes: Code;
  /** Of the entry. */
  'module-kind': Bundle;
}
export type Task = keyof Inputs;

const Files = z.array(z.object({ path: z.string(), content: z.string() }));

/** Answers, which are checked: the process that sends it has read code that may be made to harm it. */
export const OUTPUTS = {
  bundle: z.object({
    ...{ entry: z.string(), handler: z.string(), files: Files },
    sourceMaps: z.boolean().optional(),
  }),
  sources: Files,
  notes: z.array(z.string()),
  'module-kind': z.enum(['module', 'commonjs']).nullable(),
} satisfies Record<Task, z.ZodType>;
export type Output<T extends Task> = z.output<(typeof OUTPUTS)[T]>;

/** Messages of a reader: that it is ready, then an answer for each question. */
export const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('output'), output: z.unknown() }),
  z.object({ kind: z.literal('failed'), problem: ProblemSchema }),
]);
export type Told = z.infer<typeof Told>;
