import { z } from 'zod';
import { canBeEntry, ENTRY_ENDINGS, RUNTIME_NAMES, runtimeOf, type WorkloadRuntime } from './runtime.ts';

/**
 * A workload: what the user wants to run, described once and validated by this one schema
 * in the browser, the server, the CLI and the engine.
 */

const relativePath = z
  .string()
  .min(1, 'Give the file a name.')
  .max(200, 'A file name may have at most 200 characters.')
  .regex(
    /^(?!\/)(?!.*(^|\/)\.\.?(\/|$))(?!.*\/\/)[\w@.\-/]+$/,
    'Use a relative path of letters, digits, . _ - @ and /, without "..".',
  );

export const SourceFile = z.object({
  path: relativePath.describe('Path of the file inside the package, e.g. handler.ts.'),
  content: z.string().max(1_000_000, 'A file may have at most 1,000,000 characters.'),
});
export type SourceFile = z.infer<typeof SourceFile>;

export const Code = z
  .object({
    entry: relativePath.describe(
      `The file that has the handler: ${ENTRY_ENDINGS}. Its ending says the runtime.`,
    ),
    handler: z
      .string()
      .regex(/^[A-Za-z_$][\w$]*$/, 'The handler is the name of an export or of a function.')
      .describe('Name of the handler function: exported, or in Python at the top of the module.'),
    files: z
      .array(SourceFile)
      .min(1, 'Add at least one file.')
      .max(200, 'A package may have at most 200 files.'),
  })
  .refine((code) => code.files.some((file) => file.path === code.entry), {
    message: 'The entry file is not among the files.',
    path: ['entry'],
  })
  .refine((code) => canBeEntry(code.entry), {
    message: `The entry must be a ${ENTRY_ENDINGS} file.`,
    path: ['entry'],
  })
  .refine((code) => new Set(code.files.map((file) => file.path)).size === code.files.length, {
    message: 'Two files have the same path.',
    path: ['files'],
  });
export type Code = z.infer<typeof Code>;

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const RequestTemplate = z.object({
  method: z.enum(HTTP_METHODS),
  path: z
    .string()
    .regex(/^\/\S*$/, 'A path starts with / and has no spaces.')
    .max(2000, 'A path may have at most 2,000 characters.')
    .describe('Path and query; {n} becomes the number of the request, so that requests can differ.'),
  body: z
    .string()
    .max(100_000, 'A body may have at most 100,000 characters.')
    .optional()
    .describe('Request body; {n} is replaced as in the path.'),
  weight: z
    .number({ error: 'Give the weight as a number.' })
    .positive('A weight is above 0.')
    .max(1000, 'A weight is at most 1,000.')
    .default(1)
    .describe('How often this request is sent, relative to the others.'),
});
export type RequestTemplate = z.infer<typeof RequestTemplate>;

export const TRAFFIC_SHAPES = ['steady', 'office-hours', 'evening-peak', 'bursts'] as const;
export type TrafficShape = (typeof TRAFFIC_SHAPES)[number];

export const STATE_KINDS = ['none', 'store', 'memory'] as const;

/** All of one runtime but once: two of one could not be told apart. */
const runtimesDiffer = (all: readonly { entry: string }[]): boolean =>
  new Set(all.map(runtimeOf)).size === all.length;

const VARIANTS = 'The same work written for other runtimes, each with code of its own.';

/** The parts of a workload, for whoever takes some of them; `Workload` is what is valid as a whole. */
export const WorkloadFields = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the workload a name.')
    .max(80, 'A name may have at most 80 characters.'),
  description: z.string().trim().max(500, 'A description may have at most 500 characters.').default(''),
  code: Code,
  variants: z.array(Code).max(3, 'At most 3 variants.').optional().describe(VARIANTS),
  trigger: z
    .object({
      kind: z.literal('http').describe('What starts the work. HTTP is the trigger that both sides share.'),
      requests: z.array(RequestTemplate).min(1, 'Add at least one request.').max(20, 'At most 20 requests.'),
    })
    .describe('What starts the work and the requests that are sent.'),
  traffic: z.object({
    requestsPerMonth: z
      .number({ error: 'Give a number of requests.' })
      .int('Requests are whole.')
      .min(1, 'At least one request a month.')
      .max(1e12, 'At most 10^12 requests a month.'),
    shape: z.enum(TRAFFIC_SHAPES),
  }),
  memoryMiB: z
    .number({ error: 'Give the memory in MiB.' })
    .int('Whole MiB only.')
    .min(128, 'Functions start at 128 MiB.')
    .max(10_240, 'AWS Lambda allows at most 10,240 MiB.'),
  timeoutMs: z
    .number({ error: 'Give the timeout in ms.' })
    .int('Whole ms only.')
    .min(100, 'At least 100 ms.')
    .max(900_000, 'AWS Lambda stops after 900 s.'),
  durationSeconds: z
    .number({ error: 'Give the duration in s.' })
    .positive('A duration is above 0 s.')
    .max(86_400, 'At most 24 h (86,400 s).')
    .optional()
    .describe(
      'How long a request takes, in s, as you assume it. Needed only where that is longer than the timeout or the measured time: then nothing is sent, and limits and bill alone judge.',
    ),
  state: z
    .enum(STATE_KINDS)
    .describe('Where data lives between requests: nowhere, in a store outside, or in memory.'),
  latencyTarget: z.object({
    percentile: z.union([z.literal(50), z.literal(95), z.literal(99)]),
    ms: z
      .number({ error: 'Give the target in ms.' })
      .positive('A target is above 0 ms.')
      .max(900_000, 'At most 900,000 ms.'),
  }),
  slowServiceMs: z
    .number({ error: 'Give the delay in ms.' })
    .int('Whole ms only.')
    .min(0, 'A delay is at least 0 ms.')
    .max(60_000, 'At most 60,000 ms.')
    .default(0)
    .describe('Delay of the slow service that the code may call; 0 means not used.'),
});

const TWICE = {
  message: 'Every variant needs a runtime of its own, other than that of the code.',
  path: ['variants'],
};

export const Workload = WorkloadFields.refine(
  ({ code, variants = [] }) => runtimesDiffer([code, ...variants]),
  TWICE,
);
export type Workload = z.infer<typeof Workload>;
/** A workload as a form or a client may send it, before defaults are filled in. */
export type WorkloadInput = z.input<typeof Workload>;

/** The runtimes that a workload can be run in, that of its code first. */
export const runtimesOf = ({ code, variants = [] }: Pick<Workload, 'code' | 'variants'>): WorkloadRuntime[] =>
  [code, ...variants].map(runtimeOf);

/**
 * The workload as it runs in one runtime: that variant is its code, and the others are left out.
 * Null when the workload does not offer it.
 */
export function inRuntime(workload: Workload, runtime: WorkloadRuntime): Workload | null {
  const { variants = [], ...rest } = workload;
  const code = [workload.code, ...variants].find((one) => runtimeOf(one) === runtime);
  return code === undefined ? null : { ...rest, code };
}

/** "Node.js and Python". */
export const runtimeWords = (runtimes: readonly WorkloadRuntime[]): string =>
  runtimes.map((runtime) => RUNTIME_NAMES[runtime]).join(' and ');

const CodeOnDisk = z.object({
  entry: relativePath,
  handler: z.string().default('handler'),
  files: z.array(relativePath).min(1),
});

/**
 * A workload.json on disk: the same, but the code is named, not included:
 * `files` are paths beside the workload.json.
 */
export const WorkloadFile = WorkloadFields.extend({
  $schema: z.string().optional(),
  version: z
    .number()
    .int()
    .min(1, 'Versions begin at 1.')
    .optional()
    .describe('Version of this format. Left out: 1.'),
  code: CodeOnDisk,
  variants: z.array(CodeOnDisk).max(3).optional().describe(VARIANTS),
});
export type WorkloadFile = z.infer<typeof WorkloadFile>;
