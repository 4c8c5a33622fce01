import { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';
import {
  type FunctionConfiguration,
  type FunctionConfigurationInput,
  type FunctionVersion,
  LATEST,
  type RuntimeName,
} from '#lib/domain/functions/configuration.ts';
import { queueArn } from '#lib/domain/functions/events/queue.ts';
import { arnOf, type FunctionReference, parseReference } from '#lib/domain/functions/identifier.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import { runtimeOf } from '../runtimes/runtimes.ts';
import type { ApiRequest } from './http.ts';

/** Base64 of a ZIP and the rest of a request. */
const MAX_BODY = Math.ceil(FUNCTION_LIMITS.zipBytes / 3) * 4 + 1024 * 1024;

/** `nodejs22.x`, `python3.12`, `provided.al2023`: the family counts, the version is kept and shown, what runs is the machine's. */
const RUNTIME = z
  .string()
  .regex(/^(nodejs|python|provided)([\d.]|$)/, 'The runtimes are nodejs…, python… and provided….');
export const familyOf = (text: string): RuntimeName =>
  text.startsWith('nodejs') ? 'nodejs' : text.startsWith('python') ? 'python' : 'provided';

/** Code would miss what these bring: refused rather than left out in silence. */
const nothing = (what: string) =>
  z.array(z.unknown()).max(0, `There are no ${what} here: put their files into the package.`).optional();

/** The queue that an ARN of Amazon SQS names, or its plain name; null for an empty one. */
const Destination = z
  .string()
  .regex(
    /^(arn:aws[\w-]*:sqs:[\w-]*:\d*:)?[\w-]{0,80}$/,
    'A destination here is a queue: its ARN or its name.',
  )
  .transform((text) => text.split(':').at(-1) || null);
const Queue = z.object({ Destination: Destination.optional() });

const Settings = z.object({
  Runtime: RUNTIME.optional(),
  Role: z.string().optional(),
  Handler: z.string().optional(),
  Description: z.string().optional(),
  MemorySize: z.number().optional(),
  /** Seconds. */
  Timeout: z.number().int('A timeout is in whole seconds.').optional(),
  EphemeralStorage: z.object({ Size: z.number() }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).optional() }).optional(),
  DeadLetterConfig: z.object({ TargetArn: Destination.optional() }).optional(),
  Layers: nothing('layers'),
  FileSystemConfigs: nothing('file systems'),
});
type Settings = z.infer<typeof Settings>;

const Zip = z.base64('The ZipFile is not base64.').transform((text) => Buffer.from(text, 'base64'));

export const CreateFunction = Settings.extend({
  FunctionName: z.string(),
  Runtime: RUNTIME,
  Code: z.object({ ZipFile: Zip }),
  Publish: z.boolean().default(false),
  PackageType: z.literal('Zip', 'Only ZIP packages are functions here; images run as containers.').optional(),
});
export const UpdateFunctionCode = z.object({
  ZipFile: Zip,
  Publish: z.boolean().default(false),
  DryRun: z.boolean().default(false),
  RevisionId: z.string().optional(),
});
export const UpdateFunctionConfiguration = Settings.extend({ RevisionId: z.string().optional() });
export const PublishVersion = z.object({
  RevisionId: z.string().optional(),
  CodeSha256: z.string().optional(),
});
export const PutConcurrency = z.object({ ReservedConcurrentExecutions: z.number().int().min(0) });
export const PutProvisioned = z.object({ ProvisionedConcurrentExecutions: z.number().int().min(1) });
export const EventInvokeConfig = z.object({
  MaximumRetryAttempts: z.number().optional(),
  MaximumEventAgeInSeconds: z.number().optional(),
  DestinationConfig: z.object({ OnFailure: Queue.optional(), OnSuccess: Queue.optional() }).optional(),
});

const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The settings of a request in our terms; what it does not say is left out. */
export function configurationOf(settings: Settings): Partial<FunctionConfigurationInput> {
  return given({
    runtime: settings.Runtime === undefined ? undefined : familyOf(settings.Runtime),
    runtimeIdentifier: settings.Runtime,
    role: settings.Role,
    handler: settings.Handler,
    description: settings.Description,
    memoryMiB: settings.MemorySize,
    timeoutMs: settings.Timeout === undefined ? undefined : settings.Timeout * 1_000,
    tmpMiB: settings.EphemeralStorage?.Size,
    environment: settings.Environment?.Variables,
    deadLetterQueue:
      settings.DeadLetterConfig === undefined ? undefined : (settings.DeadLetterConfig.TargetArn ?? null),
  });
}

/** A request's JSON by its schema. @throws CrossoverError `request-not-json`; ZodError */
export async function parseBody<T>(schema: z.ZodType<T>, request: ApiRequest): Promise<T> {
  const text = (await request.body(MAX_BODY)).toString();
  let value: unknown;
  try {
    value = parseJson(text === '' ? '{}' : text);
  } catch (cause) {
    throw notJson(cause);
  }
  return schema.parse(value);
}

export const notJson = (cause?: unknown): CrossoverError =>
  new CrossoverError(
    {
      code: 'request-not-json',
      owner: 'yours',
      message: 'Could not parse request body into json.',
      remedy: 'Send JSON.',
    },
    { cause },
  );

/** Which function and version a request is about. @throws CrossoverError `invalid-input` */
export function referenceOf({
  parameters,
  query,
}: ApiRequest): FunctionReference & { explicit: string | null } {
  const text = parameters.name ?? '';
  const qualifier = query.get('Qualifier') ?? undefined;
  const reference = parseReference(text, qualifier);
  if (reference !== null) {
    const named = qualifier !== undefined || reference.qualifier !== LATEST || text.endsWith(LATEST);
    return { ...reference, explicit: named ? reference.qualifier : null };
  }
  throw new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: `${JSON.stringify(text.slice(0, 200))} and its qualifier name no function.`,
    remedy: 'Give a name, an ARN or a partial ARN, and one qualifier.',
  });
}

/** As it was asked for; else what runs, in the platform's spelling: `nodejs:26.10.0` is `nodejs26.x`. */
async function runtimeLabel({ runtime, runtimeIdentifier }: FunctionConfiguration): Promise<string> {
  if (runtimeIdentifier !== undefined) return runtimeIdentifier;
  const [name, version = ''] = (await runtimeOf(runtime)).title.split(':');
  const [major = '', minor = ''] = version.split('.');
  return name === 'nodejs' ? `nodejs${major}.x` : name === 'python' ? `python${major}.${minor}` : 'provided';
}

/** FunctionConfiguration as the API shows it. */
export async function shownVersion(meta: FunctionVersion): Promise<Record<string, unknown>> {
  const { name, version, configuration } = meta;
  return {
    FunctionName: name,
    FunctionArn: arnOf(name, version === LATEST ? null : version),
    Runtime: await runtimeLabel(configuration),
    Role: configuration.role ?? 'arn:aws:iam::000000000000:role/none',
    Handler: configuration.handler,
    CodeSize: meta.codeBytes,
    Description: configuration.description,
    Timeout: Math.ceil(configuration.timeoutMs / 1_000),
    MemorySize: configuration.memoryMiB,
    LastModified: meta.lastModified,
    CodeSha256: meta.codeSha256,
    Version: version,
    Environment: { Variables: configuration.environment },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: meta.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    EphemeralStorage: { Size: configuration.tmpMiB },
    ...(configuration.deadLetterQueue === null
      ? {}
      : { DeadLetterConfig: { TargetArn: queueArn(configuration.deadLetterQueue) } }),
  };
}
