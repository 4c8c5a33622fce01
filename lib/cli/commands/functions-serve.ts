import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CrossoverError, toProblem } from '#lib/domain/errors.ts';
import { KeepAlive } from '#lib/domain/functions/keep-alive.ts';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/functions/scaling.ts';
import { numberOrNaN, readNumber } from '#lib/domain/numbers/read-number.ts';
import { decodeText } from '#lib/domain/text/decode.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import { serveLambdaApi } from '#lib/executors/function/invoke-api/server.ts';
import { FunctionPlatform, type PlatformOptions } from '#lib/executors/function/service/platform.ts';
import { Triggers } from '#lib/executors/function/triggers/configuration.ts';
import { startTriggers } from '#lib/executors/function/triggers/start-triggers.ts';
import { homeDirectory } from '#lib/executors/host/home.ts';
import { connectDatabase } from '#lib/server/database/connect.ts';
import { database } from '#lib/server/database/database.ts';
import { openFunctionEvents } from '#lib/server/queue/function-events.ts';
import { messageQueues } from '#lib/server/queue/message-queues.ts';
import { openQueue } from '#lib/server/queue/queue.ts';
import { functionStore } from '#lib/server/repositories/functions.ts';
import { storeNamespace } from '#lib/server/repositories/store-items.ts';
import { parseFlags } from './parse-flags.ts';

export interface ServeOptions {
  port: string;
  triggers?: string;
  records?: boolean;
  /** Requests in flight at once over all functions. */
  concurrency?: string;
  /** New environments of one function in 10 s. */
  burst?: string;
  /** Seconds, or a distribution as JSON, for functions that say nothing themselves. */
  keepAlive?: string;
}

/** A number as people write it; a text that is none is left for the schema to refuse. */
const typed = (text: unknown): unknown =>
  typeof text === 'string' ? numberOrNaN(readNumber(text, { unit: 'count', whole: true })) : text;

const Limits = z.object({
  concurrency: z.preprocess(typed, z.number().int().min(1).max(100_000)).default(ACCOUNT_LIMITS.concurrency),
  burst: z.preprocess(typed, z.number().int().min(1).max(100_000)).default(ACCOUNT_LIMITS.burst.amount),
  keepAlive: KeepAlive.optional(),
});
const LIMIT_FLAGS = { concurrency: '--concurrency', burst: '--burst', keepAlive: '--keep-alive' } as const;

/** `300` is 300 seconds and `5 min` the same; else it is a distribution. What is neither is left for the schema to refuse. */
function keepAliveOf(text: string): unknown {
  const seconds = readNumber(text, { unit: 's' });
  if (seconds.kind === 'number') return { kind: 'fixed', ms: seconds.value * 1_000 };
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** @throws CrossoverError `invalid-option` */
export function readLimits(
  options: Pick<ServeOptions, 'concurrency' | 'burst' | 'keepAlive'>,
): Pick<PlatformOptions, 'limits' | 'keepAlive'> {
  const given =
    options.keepAlive === undefined ? options : { ...options, keepAlive: keepAliveOf(options.keepAlive) };
  const { concurrency, burst, keepAlive } = parseFlags(Limits, given, LIMIT_FLAGS);
  const limits = {
    ...ACCOUNT_LIMITS,
    concurrency,
    unreserved: Math.min(ACCOUNT_LIMITS.unreserved, concurrency),
    burst: { ...ACCOUNT_LIMITS.burst, amount: burst },
  };
  return keepAlive === undefined ? { limits } : { limits, keepAlive };
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** @throws CrossoverError `triggers-unreadable`; ZodError */
export function readTriggers(path: string | undefined): Triggers {
  if (path === undefined) return Triggers.parse({});
  try {
    return Triggers.parse(parseJson(decodeText(readFileSync(path))));
  } catch (cause) {
    throw new CrossoverError(
      {
        code: 'triggers-unreadable',
        owner: 'yours',
        message: `${path} cannot be used: ${toProblem(cause).message}`,
        remedy: 'Correct the file; README shows one.',
      },
      { cause },
    );
  }
}

/** 0: any free one. @throws CrossoverError `invalid-port` */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CrossoverError({
    code: 'invalid-port',
    owner: 'yours',
    message: `--port ${JSON.stringify(text)} is no port.`,
    remedy: 'Give a whole number from 0 (any free one) to 65535.',
  });
}

const print = ({ log: _log, ...record }: InvocationRecord): void => console.log(JSON.stringify(record));

/**
 * A signal, or the parent that started us gone. The handlers stay: Ctrl-C comes twice, from the terminal and
 * from what started us, and without a handler the second would end us before the sandboxes are cleared away.
 */
const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });

/** Serves functions by AWS Lambda's API until it is stopped; functions and events outlive it in Postgres. */
export async function serveFunctions({ port, triggers, records, ...options }: ServeOptions): Promise<void> {
  const wanted = readTriggers(triggers);
  const at = readPort(port);
  const limits = readLimits(options);
  await using stack = new AsyncDisposableStack();
  const server = await connectDatabase();
  stack.defer(() => server.stop());
  process.env.DATABASE_URL = server.url;
  stack.defer(() => database().close());
  const onRecord = records ? print : () => {};
  const platform = stack.use(await FunctionPlatform.open({ ...limits, store: functionStore(), onRecord }));
  const boss = await openQueue(server.url, 'worker');
  stack.defer(() => boss.stop({ graceful: false }));
  const queues = messageQueues(boss);
  const events = stack.use(await openFunctionEvents({ boss, platform, deadLetters: queues }));
  platform.asynchronous = events;
  const table = (name: string) => storeNamespace(`table:${name}`);
  stack.use(
    await startTriggers({ platform, queues, table, objects: homeDirectory('objects', 0o700), say }, wanted),
  );
  const api = stack.use(await serveLambdaApi(platform, at));
  say(`Functions are served at ${api.url} (region us-east-1, any credentials).`);
  say(`For example: aws lambda list-functions --endpoint-url ${api.url}`);
  await stopped();
}
