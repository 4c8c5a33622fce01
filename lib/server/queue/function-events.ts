import type { PgBoss } from 'pg-boss';
import {
  type AsynchronousPolicy,
  type GivingUp,
  type NextStep,
  nextStep,
  RETRY_TIMING,
  type RetryTiming,
} from '#lib/domain/functions/asynchronous.ts';
import type { AsynchronousEvent, AsynchronousQueue } from '#lib/executors/function/service/asynchronous.ts';
import type { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import type { MessageQueues } from '#lib/executors/function/triggers/message-queue.ts';
import {
  attempt,
  deadLetterAttributes,
  destinationRecord,
  type Tried,
  type Waiting,
} from './event-attempt.ts';
import { takeJobs, type Workers } from './workers.ts';

const QUEUE = 'function-event';
/** The longest function, its init and some air. */
const EXPIRE_SECONDS = 1_200;
/** The database's clock decides what is due; ms of rounding must not make us look too early. */
const ALARM_SLACK = 20;

export interface FunctionEventsOptions {
  boss: PgBoss;
  platform: FunctionPlatform;
  deadLetters: MessageQueues;
  timing?: RetryTiming;
  /** Events delivered at once. */
  concurrency?: number;
  now?: () => number;
}

/** Events that nobody waits for, in Postgres: delivered at least once, retried, given up, kept as dead letters. */
class FunctionEvents implements AsynchronousQueue, AsyncDisposable {
  readonly #options: Required<FunctionEventsOptions>;
  #workers: Workers | null = null;
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
    const handle = (waiting: Waiting) => this.#deliver(waiting);
    this.#workers = await takeJobs<Waiting>({ boss, queue: QUEUE, concurrency, handle });
    return this;
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
      this.#workers?.wake();
    }, wait + ALARM_SLACK);
    this.#alarms.add(alarm.unref());
  }

  async #deliver(waiting: Waiting): Promise<void> {
    const { platform, timing, now } = this.#options;
    const policy = policyOf(platform, waiting);
    // Deleted meanwhile: the platform drops the events of a function with it.
    if (policy === null) return;
    const age = now() - waiting.acceptedAt;
    if (age > policy.maximumEventAgeMs) return this.#giveUp(waiting, policy, 'EventAgeExceeded', null);
    // No concurrency at all is a decision: nothing waits for it to be changed.
    if (platform.reservation(waiting.event.functionName) === 0)
      return this.#giveUp(waiting, policy, 'ZeroReservedConcurrency', null);
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
    if (step.kind === 'done') await this.#report(policy.onSuccess, waiting, 'Success', tried);
  }

  /** The event itself goes to the function's dead letters, a record of it to where failures are reported. */
  async #giveUp(
    waiting: Waiting,
    policy: AsynchronousPolicy,
    condition: GivingUp,
    tried: Tried | null,
  ): Promise<void> {
    const { platform, deadLetters } = this.#options;
    const queue = deadLetterQueueOf(platform, waiting);
    if (queue !== null) {
      await deadLetters.send(queue, waiting.event.payload, deadLetterAttributes(waiting, condition, tried));
    }
    await this.#report(policy.onFailure, waiting, condition, tried);
  }

  async #report(
    queue: string | null,
    waiting: Waiting,
    condition: GivingUp | 'Success',
    tried: Tried | null,
  ): Promise<void> {
    if (queue === null) return;
    const { deadLetters, now } = this.#options;
    await deadLetters.send(queue, destinationRecord(waiting, condition, tried, now()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const alarm of this.#alarms) clearTimeout(alarm);
    await this.#workers?.[Symbol.asyncDispose]();
  }
}

function policyOf(platform: FunctionPlatform, { event }: Waiting): AsynchronousPolicy | null {
  try {
    return platform.functions.asynchronousPolicy(event.functionName);
  } catch {
    return null;
  }
}

/** Of the version that was to get the event; null also when that version is gone. */
function deadLetterQueueOf({ functions }: FunctionPlatform, { event }: Waiting): string | null {
  try {
    return functions.get(event.functionName, event.qualifier).configuration.deadLetterQueue;
  } catch {
    return null;
  }
}

/** Starts delivering what is in the queue, and takes more. */
export const openFunctionEvents = (
  options: FunctionEventsOptions,
): Promise<AsynchronousQueue & AsyncDisposable> =>
  new FunctionEvents({ timing: RETRY_TIMING, concurrency: 16, now: Date.now, ...options }).start();
