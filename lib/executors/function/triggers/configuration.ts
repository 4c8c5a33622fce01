import { z } from 'zod';

const name = z.string().min(1).describe('The function that gets the event.');
const qualifier = z.string().optional().describe('A published version; $LATEST when it is left out.');
const port = z.number().int().min(0).max(65_535).default(0).describe('0 takes any free port.');

/** What starts functions, as a file of `functions serve --triggers` has it. */
export const Triggers = z.strictObject({
  urls: z
    .array(
      z.strictObject({
        ...{ name, qualifier, port },
        mode: z.enum(['BUFFERED', 'RESPONSE_STREAM']).default('BUFFERED'),
      }),
    )
    .default([]),
  queues: z
    .array(
      z
        .strictObject({
          ...{ name, qualifier, queue: z.string() },
          batchSize: z.number().int().min(1).max(10_000).default(10),
          windowSeconds: z.number().min(0).max(300).default(0),
          reportsFailures: z.boolean().default(false),
          visibilitySeconds: z.number().int().min(1).max(43_200).default(30),
          maxReceives: z.number().int().min(1).max(1_000).default(5),
          deadLetterQueue: z.string().nullable().default(null),
        })
        .refine(({ batchSize, windowSeconds }) => batchSize <= 10 || windowSeconds >= 1, {
          message: 'Batches of more than 10 need a window of 1 second or more.',
          path: ['windowSeconds'],
        }),
    )
    .default([]),
  schedules: z
    .array(z.strictObject({ name, qualifier, rule: z.string(), expression: z.string() }))
    .default([]),
  buckets: z
    .array(
      z.strictObject({
        ...{
          name,
          qualifier,
          bucket: z
            .string()
            .regex(
              /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
              'A bucket name has 3 to 63 letters, digits, dots and dashes.',
            ),
        },
        events: z
          .array(
            z
              .string()
              .regex(
                /^(s3:)?Object(Created|Removed):(\*|[A-Z]\w+)$/,
                'Events are s3:ObjectCreated:* and s3:ObjectRemoved:*.',
              ),
          )
          .default(['ObjectCreated:*']),
        prefix: z.string().default(''),
        suffix: z.string().default(''),
      }),
    )
    .default([]),
  tables: z
    .array(
      z.strictObject({
        ...{
          name,
          qualifier,
          table: z.string().regex(/^[\w.-]{3,255}$/, 'A table name has 3 to 255 letters, digits, _ . and -.'),
        },
        batchSize: z.number().int().min(1).max(10_000).default(100),
        maximumRetryAttempts: z.number().int().min(-1).max(10_000).default(-1),
        bisectsOnError: z.boolean().default(false),
      }),
    )
    .default([]),
  /** Where objects and records are written over HTTP: `PUT /buckets/<bucket>/<key>`, `PUT /tables/<table>/<key>`, `POST /queues/<queue>`. */
  storePort: port,
});
export type Triggers = z.infer<typeof Triggers>;
