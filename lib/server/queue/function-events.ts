import type { Job, PgBoss } from 'pg-boss';
import { toProblem } from '#lib/domain/errors.ts';
import type { Outcome } from '#lib/domain/execution/executor.ts';
import {
  type AsynchronousPolicy,
  type NextStep,
  nextStep,
  RETRY_TIMING,
  type RetryTiming,
} from '#lib/domain/functions/asynchronous.ts';
import { arnOf } from '#lib/domain/functions/identifier.ts';
import type { AsynchronousEvent, AsynchronousQueue } from '#lib/executors/function/service/asynchronous.ts';
import type { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import type { MessageQueues } from '#lib/executors/function/triggers/message-queue.ts';

const QUEUE = 'function-event';
/** The longest function, its init and some air. */
const EXPIRE_SECONDS = 1_200;
/** Workers are woken by the queue. The first one looks by itself for what was waiting over a restart, and wakes the next. */
const WATCHING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 } as const;
const WOKEN = { pollingIntervalSeconds: 30, notifyPollingIntervalSeconds: 30 } as const;
/** The database's clock decides what is due; ms of rounding must not make us look too early. */
const ALARM_SLACK = 20;

interface Waiting {
  event: AsynchronousEvent;
  /** Ms since 1970. */
  acceptedAt: number;
  errors: number;
  throttles: number;
}

interface Tried {
  outcome: Outcome;
  version: string;
  /** JSON of the answer or the error. */
  response: string;
  error: string;
}

export interface FunctionEventsOptions {
  boss: PgBoss;
  platform: FunctionPlatform;
  deadLetters: MessageQueues;
  timing?: RetryTiming;
  /** Events delivered at once. */
  concurrency?: number;
  now?: () => number;
}

/** What a try came to; a function that is gone, or a platform that refuses, is an outcome too. */
async function attempt(platform: FunctionPlatform, { event }: Waiting): Promise<Tried> {
  const pieces: Buffer[] = [];
  const { functionName, requestId, clientContext, qualifier, payload } = event;
  try {
    const { record, fault } = await platform.invoke({
      ...{ name: functionName, qualifier, requestId, clientContext, payload: Buffer.from(payload) },
      sink: (piece) => void pieces.push(piece),
    });
    const response = (fault?.payload ?? Buffer.concat(pieces)).toString();
    return { outcome: record.outcome, version: record.version, response, error: fault?.errorMessage ?? '' };
  } catch (error) {
    const { code, message } = toProblem(error);
    const outcome = code === 'throttled' ? 'throttled' : 'unavailable';
    return {
      outcome,
      version: qualifier,
      response: JSON.stringify({ errorMessage: message }),
      error: message,
    };
  }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
};

/** The record that AWS Lambda sends to an on-failure destination ("Retaining records of asynchronous invocations"). */
function failureRecord(
  { event, errors, throttles }: Waiting,
  condition: string,
  tried: Tried | null,
  now: number,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: arnOf(event.functionName, event.qualifier),
      condition,
      approximateInvokeCount: errors + throttles + (tried === null ? 0 : 1),
    },
    requestPayload: parsed(event.payload),
    ...(tried === null
      ? {}
      : {
          responseContext: { statusCode: 200, executedVersion: tried.version, functionError: 'Unhandled' },
          responsePayload: parsed(tried.response),
        }),
  });
}

/** Events that nobody waits for, in Postgres: delivered at least once, retried, given up, kept as dead letters. */
class FunctionEvents implements AsynchronousQueue, AsyncDisposable {
  readonly #options: Required<FunctionEventsOptions>;
  readonly #workers: string[] = [];
  readonly #alarms = new Set<NodeJS.Timeout>();

  constructor(options: Required<FunctionEventsOptions>) {
    this.#options = options;
  }

  async start(): Promise<this> {
    const { boss, concurrency } = this.#options;
    await boss.createQueue(QUEUE, {
      expireInSeconds: EXPIRE_SECONDS,
      // An engine that dies during a delivery loses its heartbeat and another takes the event: none of its retries.
      heartbeatSeconds: 20,
      retryLimit: 1_000,
      retentionSeconds: 2 * 86_400,
      deleteAfterSeconds: 1,
      notify: true,
    });
    for (let n = 0; n < concurrency; n += 1) await this.#startWorker(n);
    return this;
  }

  /** One delivers one event at a time, and looks for the next one at once. */
  async #startWorker(n: number): Promise<void> {
    const { boss } = this.#options;
    const id = await boss.work<Waiting>(QUEUE, n === 0 ? WATCHING : WOKEN, async ([job]) => {
      if (job === undefined) return;
      // Where one event is due another may be.
      boss.notifyWorker(this.#workers[(n + 1) % this.#workers.length] ?? '');
      await this.#deliver(job);
      boss.notifyWorker(this.#workers[n] ?? '');
    });
    this.#workers[n] = id;
  }

  async send(event: AsynchronousEvent): Promise<void> {
    await this.#put({ event, acceptedAt: this.#options.now(), errors: 0, throttles: 0 }, 0);
  }

  async #put(waiting: Waiting, wait: number): Promise<void> {
    const startAfter = wait === 0 ? {} : { startAfter: new Date(Date.now() + wait) };
    await this.#options.boss.send(QUEUE, waiting, startAfter);
    if (wait > 0) this.#wakeAfter(wait);
  }

  /** The queue wakes workers for what is due at once; for what is due later we do. */
  #wakeAfter(wait: number): void {
    const alarm = setTimeout(() => {
      this.#alarms.delete(alarm);
      for (const id of this.#workers) this.#options.boss.notifyWorker(id);
    }, wait + ALARM_SLACK);
    this.#alarms.add(alarm.unref());
  }

  async #deliver(job: Job<Waiting>): Promise<void> {
    const { platform, timing, now } = this.#options;
    const waiting = job.data;
    const policy = policyOf(platform, waiting);
    // Deleted meanwhile: the platform drops the events of a function with it.
    if (policy === null) return;
    const age = now() - waiting.acceptedAt;
    if (age > policy.maximumEventAgeMs) return this.#giveUp(waiting, policy, 'EventAgeExceeded', null);
    const tried = await attempt(platform, waiting);
    const { errors, throttles } = waiting;
    const step = nextStep(
      { errors, throttles, age: now() - waiting.acceptedAt },
      tried.outcome,
      policy,
      timing,
    );
    await this.#follow(step, waiting, policy, tried);
  }

  /** The next try is written down before this one is done: a crash in between delivers twice, never not at all. */
  async #follow(step: NextStep, waiting: Waiting, policy: AsynchronousPolicy, tried: Tried): Promise<void> {
    if (step.kind === 'again') {
      await this.#put({ ...waiting, errors: step.errors, throttles: step.throttles }, step.wait);
    }
    if (step.kind === 'give-up') await this.#giveUp(waiting, policy, step.condition, tried);
  }

  async #giveUp(
    waiting: Waiting,
    { deadLetterQueue }: AsynchronousPolicy,
    condition: string,
    tried: Tried | null,
  ): Promise<void> {
    if (deadLetterQueue === null) return;
    const { deadLetters, now } = this.#options;
    await deadLetters.send(deadLetterQueue, failureRecord(waiting, condition, tried, now()), {
      RequestID: waiting.event.requestId,
      ErrorCode: tried === null ? '' : '200',
      ErrorMessage: (tried?.error ?? condition).slice(0, 1_024),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const alarm of this.#alarms) clearTimeout(alarm);
    await this.#options.boss.offWork(QUEUE, { wait: true });
  }
}

function policyOf(platform: FunctionPlatform, { event }: Waiting): AsynchronousPolicy | null {
  try {
    return platform.functions.asynchronousPolicy(event.functionName);
  } catch {
    return null;
  }
}

/** Starts delivering what is in the queue, and takes more. */
export const openFunctionEvents = (
  options: FunctionEventsOptions,
): Promise<AsynchronousQueue & AsyncDisposable> =>
  new FunctionEvents({ timing: RETRY_TIMING, concurrency: 16, now: Date.now, ...options }).start();
