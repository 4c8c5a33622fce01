import type { Job, PgBoss } from 'pg-boss';
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

const QUEUE = 'function-event';
/** The longest function, its init and some air. */
const EXPIRE_SECONDS = 1_200;
/** Workers are woken by the queue. The first one looks by itself for what was waiting over a restart, and wakes the next. */
const WATCHING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 } as const;
const WOKEN = { pollingIntervalSeconds: 30, notifyPollingIntervalSeconds: 30 } as const;
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
