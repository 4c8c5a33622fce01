import { z } from 'zod';
import type { Bytes } from '../units.ts';
import { KeepAlive, OBSERVED_KEEP_ALIVE } from './keep-alive.ts';
import { FUNCTION_LIMITS } from './limits.ts';

export const RUNTIMES = ['nodejs', 'python', 'provided'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** Set by the platform; a function that brings one of them is refused, as AWS Lambda refuses it. */
const RESERVED_VARIABLES = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
  ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_LAMBDA_RUNTIME_API', 'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ...['AWS_SESSION_TOKEN', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR', 'AWS_LAMBDA_METADATA_API'],
]);

/** Amazon SQS's rule. */
export const QueueName = z
  .string()
  .regex(/^[a-zA-Z0-9-_]{1,80}$/, 'A queue name has 1 to 80 letters, digits, - and _.');

/** What a database and a process can hold: a zero character and half a surrogate pair are neither's. */
const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
const plain = (text: z.ZodString, what: string) =>
  text.refine(isPlain, `${what} holds characters that are none.`);

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text).length;

const Environment = z
  .record(
    z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9_]+$/, 'A variable starts with a letter and has two characters or more.'),
    plain(z.string(), 'A variable'),
  )
  .refine((variables) => Object.keys(variables).every((name) => !RESERVED_VARIABLES.has(name)), {
    message: `Reserved variables cannot be set: ${[...RESERVED_VARIABLES].join(', ')}.`,
  })
  .refine(
    (variables) => bytesOf(Object.entries(variables).flat().join('')) <= FUNCTION_LIMITS.environmentBytes,
    { message: `The variables may have at most ${FUNCTION_LIMITS.environmentBytes} bytes together.` },
  );

const wholeBetween = (least: number, most: number, what: string) =>
  z
    .number()
    .int(`${what} is a whole number.`)
    .min(least, `${what} is at least ${least}.`)
    .max(most, `${what} is at most ${most}.`);

const { memory, timeout, tmp } = FUNCTION_LIMITS;

/** What a function is, apart from its code. Every version keeps the configuration it was made with. */
export const FunctionConfiguration = z
  .object({
    runtime: z.enum(RUNTIMES),
    /** `file.export` (nodejs), `module.function` (python); `provided` hands it to the bootstrap as _HANDLER. */
    handler: plain(
      z.string().max(128, 'A handler has at most 128 characters.').regex(/^\S*$/, 'A handler has no spaces.'),
      'The handler',
    ).default(''),
    description: plain(
      z.string().max(256, 'A description has at most 256 characters.'),
      'The description',
    ).default(''),
    memoryMiB: wholeBetween(memory.least, memory.most, 'Memory in MB').default(128),
    timeoutMs: wholeBetween(timeout.least, timeout.most, 'The timeout in ms').default(3_000),
    tmpMiB: wholeBetween(tmp.least, tmp.most, 'The size of /tmp in MB').default(512),
    environment: Environment.default({}),
    /** The runtime as it was asked for, e.g. `nodejs22.x`: shown again; what runs is the machine's own version. */
    runtimeIdentifier: z
      .string()
      .regex(/^[\w.]{1,64}$/, 'A runtime has up to 64 letters, digits, dots and _.')
      .optional(),
    /** ARN of the role that was named: shown again; nothing here asks for it. */
    role: plain(z.string().max(2048, 'A role has at most 2,048 characters.'), 'The role').optional(),
    /** Gets events that nobody waits for and that were given up, as they were sent (DeadLetterConfig). */
    deadLetterQueue: QueueName.nullable().default(null),
    keepAlive: KeepAlive.default(OBSERVED_KEEP_ALIVE),
  })
  .refine(({ runtime, handler }) => runtime === 'provided' || /^[^.].*\.[A-Za-z_$][\w$]*$/.test(handler), {
    message: 'The handler has the form file.function, e.g. index.handler.',
    path: ['handler'],
  });
export type FunctionConfiguration = z.infer<typeof FunctionConfiguration>;
export type FunctionConfigurationInput = z.input<typeof FunctionConfiguration>;

/** AWS Lambda's rule for the name alone. */
export const FunctionName = z
  .string()
  .regex(/^[a-zA-Z0-9-_]{1,64}$/, 'A function name has 1 to 64 letters, digits, - and _.');

export const LATEST = '$LATEST';

/** A deployed version: nothing of it ever changes. `$LATEST` is a name that moves from one to the next. */
export interface FunctionVersion {
  name: string;
  /** `$LATEST` or a number that counts from 1. */
  version: string;
  /** Changes with every change of code or configuration. */
  revisionId: string;
  configuration: FunctionConfiguration;
  codeSha256: string;
  codeBytes: Bytes;
  lastModified: string;
}
