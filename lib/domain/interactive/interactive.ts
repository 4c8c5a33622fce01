import { z } from 'zod';
import { ENGINE_CHOICES } from '../execution/engines.ts';
import { Code, HTTP_METHODS } from '../workload/workload.ts';

/** One press of "Invoke" in the playground. */
export const PlaygroundRequest = z.object({
  code: Code,
  memoryMiB: z.number().int().min(128).max(10_240).default(512),
  timeoutMs: z.number().int().min(100).max(60_000).default(5_000),
  sides: z
    .array(z.enum(['function', 'container']))
    .min(1)
    .max(2)
    .default(['function', 'container']),
  /** What runs the container. */
  containerEngine: z.enum(ENGINE_CHOICES).default('auto'),
  /** Invocations sent at the same moment on each side. */
  count: z.number().int().min(1).max(50).default(1),
  request: z
    .object({
      method: z.enum(HTTP_METHODS).default('GET'),
      path: z
        .string()
        .regex(/^\/\S*$/, 'A path starts with / and has no spaces.')
        .max(2000)
        .default('/'),
      body: z.string().max(100_000).nullable().default(null),
    })
    .default({ method: 'GET', path: '/', body: null }),
});
export type PlaygroundRequest = z.infer<typeof PlaygroundRequest>;
export type PlaygroundRequestInput = z.input<typeof PlaygroundRequest>;

/** A number of a lesson's outcome, ready to show. */
export interface LessonFigure {
  label: string;
  value: number;
  unit: string;
  side: 'function' | 'container' | null;
  /** How many measurements stand behind a time; absent for what is counted. One makes no ratio. */
  of?: number;
}

/** What a lesson's run found. `answer` is the id of the option that turned out true on this machine. */
export interface LessonResult {
  lesson: string;
  answer: string;
  /** One sentence: what happened. */
  summary: string;
  /** Whether the claim the lesson is about held in this run. */
  claimHolds: boolean;
  figures: LessonFigure[];
}

/** Which browser asks: what it deployed is its own. A lesson shares nothing with anybody. */
const browser = z.string().min(1);

/** What an interactive job is: the engine's queue carries these. */
export const InteractiveJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('playground'), runId: z.string(), browser, request: PlaygroundRequest }),
  z.object({ kind: z.literal('lesson'), runId: z.string(), lesson: z.string() }),
  z.object({ kind: z.literal('kill'), browser, instanceId: z.string() }),
]);
export type InteractiveJob = z.infer<typeof InteractiveJob>;
