import { z } from 'zod';
import { ENGINE_CHOICES } from '#lib/domain/execution/engines.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { PlaygroundRequest, type PlaygroundRequestInput } from '#lib/domain/interactive/interactive.ts';
import type { SampleView } from '#lib/domain/live/api.ts';
import { HTTP_METHODS, RequestTemplate } from '#lib/domain/workload/workload.ts';

/** The form of the playground as typed: what is sent, with every default written out. */
export const PlaygroundForm = PlaygroundRequest.extend({
  // A number's own messages, for a box that is empty or holds no number.
  memoryMiB: z
    .number({ error: 'Give the memory in MiB.' })
    .int('Whole MiB only.')
    .min(128, 'At least 128 MiB.')
    .max(10_240, 'At most 10,240 MiB.'),
  timeoutMs: z
    .number({ error: 'Give the timeout in ms.' })
    .int('Whole ms only.')
    .min(100, 'At least 100 ms.')
    .max(60_000, 'At most 60,000 ms here.'),
  count: z
    .number({ error: 'Give a number of invocations.' })
    .int('Invocations are whole.')
    .min(1, 'At least 1.')
    .max(50, 'At most 50 at once.'),
  sides: z.array(z.enum(SIDES)).min(1, 'Choose at least one side.').max(2),
  request: RequestTemplate.pick({ method: true, path: true }).extend({
    body: z.string().max(100_000, 'A body may have at most 100,000 characters.').nullable(),
  }),
});
export type PlaygroundValues = z.input<typeof PlaygroundForm>;

const HANDLER = `// The same file runs in a function environment and in a container replica.
// A global lives as long as its process: who shares this one?
let count = 0;

export async function handler(event) {
  const ms = Number(event.queryStringParameters?.ms ?? 0);
  await new Promise((resolve) => setTimeout(resolve, ms));
  count += 1;
  console.log(\`request \${count} of process \${process.pid} took \${ms} ms\`);
  return { count, waited: ms };
}
`;

/** Where a first visit starts: a handler whose answers differ between the sides. */
export const startValues = (): PlaygroundValues => ({
  code: { entry: 'handler.js', handler: 'handler', files: [{ path: 'handler.js', content: HANDLER }] },
  memoryMiB: 512,
  timeoutMs: 5_000,
  sides: [...SIDES],
  containerEngine: 'auto',
  count: 10,
  request: { method: 'GET', path: '/?ms=100', body: null },
});

const PLAYGROUND_TIMEOUT_MS = 60_000;

/** A sample fills in code, resources and its first request; sides and count stay as they are. */
export function fromSample({ workload }: SampleView, now: PlaygroundValues): PlaygroundValues {
  const [first] = workload.trigger.requests;
  return {
    ...now,
    code: workload.code,
    memoryMiB: workload.memoryMiB,
    timeoutMs: Math.min(workload.timeoutMs, PLAYGROUND_TIMEOUT_MS),
    request: {
      method: first?.method ?? 'GET',
      // {n} is the number of a request under load; here there is one.
      path: (first?.path ?? '/').replaceAll('{n}', '1'),
      body: first?.body?.replaceAll('{n}', '1') ?? null,
    },
  };
}

/** What is sent: an empty body is none, and "once" is one whatever the number box holds. */
export const toRequest = (values: PlaygroundValues, once: boolean): PlaygroundRequestInput => ({
  ...values,
  count: once ? 1 : values.count,
  request: { ...values.request, body: values.request.body || null },
});

export const PLAYGROUND_KEY = 'crossover.playground.1';

/** As it was typed, valid or not; numbers that were none come back as empty boxes. */
const number = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
export const KeptPlayground = z.object({
  code: z.object({
    entry: z.string(),
    handler: z.string(),
    files: z.array(z.object({ path: z.string(), content: z.string() })).min(1),
  }),
  memoryMiB: number,
  timeoutMs: number,
  sides: z.array(z.enum(SIDES)),
  // What was kept by an earlier version has none.
  containerEngine: z.enum(ENGINE_CHOICES).default('auto'),
  count: number,
  request: z.object({ method: z.enum(HTTP_METHODS), path: z.string(), body: z.string().nullable() }),
});
