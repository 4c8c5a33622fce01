import type { InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import { LATEST } from '#lib/domain/functions/configuration.ts';
import type { KeepAlive } from '#lib/domain/functions/keep-alive.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { ACCOUNT_LIMITS, type AccountLimits, ConcurrencyLedger } from '#lib/domain/functions/scaling.ts';
import type { Bytes, Ms, Random } from '#lib/domain/units.ts';
import { requireSandbox } from '../capabilities.ts';
import { type Ground, prepareGround } from '../ground.ts';
import { removeLeftovers } from '../leftovers.ts';
import type { Provisioned } from '../pool/fleet.ts';
import { newRequestId } from '../record/recorder.ts';
import type { AsynchronousQueue } from './asynchronous.ts';
import { FunctionCatalogue } from './catalogue.ts';
import { Deployer } from './deployer.ts';
import { concurrencyRefused, noQueue, payloadTooLarge, throttled } from './problems.ts';
import { type Ran, type RunRequest, runInvocation } from './run-invocation.ts';
import { type FunctionStore, forgetfulStore } from './store.ts';

export interface PlatformOptions {
  limits?: AccountLimits;
  store?: FunctionStore;
  random?: Random;
  initTimeout?: Ms;
  /** Of functions that say nothing themselves. */
  keepAlive?: KeepAlive;
  /** Gets every record, in the order in which invocations end. */
  onRecord?: (record: InvocationRecord) => void;
  /** False: limit by rlimits only. */
  controlGroups?: boolean;
}

export type InvokeCall = Partial<RunRequest> & {
  name: string;
  qualifier?: string | null;
  payload: Buffer;
  /** False for events that nobody waits for: the limit of requests per second is not theirs. */
  rated?: boolean;
};

const ignore = (): void => {};

/** A platform of functions: holds, invokes and throttles them. */
export class FunctionPlatform implements AsyncDisposable {
  /** Which functions there are: made, changed, published, deleted. */
  readonly functions: FunctionCatalogue;
  /** Set by whoever can keep events. */
  asynchronous: AsynchronousQueue | null = null;
  readonly #ledger: ConcurrencyLedger;
  readonly #limits: AccountLimits;
  readonly #onRecord: (record: InvocationRecord) => void;

  /** @throws CrossoverError `sandbox-unavailable` */
  static async open(options: PlatformOptions = {}): Promise<FunctionPlatform> {
    await removeLeftovers().catch(() => []);
    await requireSandbox();
    const platform = new FunctionPlatform(options, await prepareGround(options.controlGroups ?? true));
    try {
      await platform.functions.restore();
      return platform;
    } catch (error) {
      await platform[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(options: PlatformOptions, ground: Ground) {
    const { limits, store, random, initTimeout, keepAlive, onRecord } = options;
    const deployer = new Deployer(ground, random ?? Math.random, initTimeout ?? FUNCTION_LIMITS.initTimeout);
    this.#limits = limits ?? ACCOUNT_LIMITS;
    this.#ledger = new ConcurrencyLedger(this.#limits);
    this.functions = new FunctionCatalogue(deployer, store ?? forgetfulStore(), this.#ledger, keepAlive);
    this.#onRecord = onRecord ?? ignore;
  }

  /** Reserves concurrency for a function; null takes it away. @throws CrossoverError `concurrency-refused` */
  async reserve(name: string, reserved: number | null): Promise<void> {
    const entry = this.functions.entry(name);
    if (!this.#ledger.reserve(name, reserved, performance.now())) {
      const provisioned = this.#ledger.provisioned(name);
      throw concurrencyRefused(
        (reserved ?? 0) < provisioned
          ? `ReservedConcurrentExecutions ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`
          : `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${this.#limits.unreserved}].`,
      );
    }
    await this.functions.save(entry);
  }

  reservation(name: string): number | null {
    this.functions.entry(name);
    return this.#ledger.reservation(name);
  }

  /** What was asked for and what there is of it. */
  provisioned(name: string, qualifier: string): Provisioned {
    return this.functions.version(name, qualifier).fleet.provisioned();
  }

  /** Keeps so many environments of a published version loaded; gives how many are. */
  async provision(name: string, qualifier: string, count: number): Promise<number> {
    const version = this.functions.version(name, qualifier);
    if (qualifier === LATEST) {
      throw concurrencyRefused(
        'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
      );
    }
    if (!this.#ledger.provision(name, qualifier, count, performance.now())) {
      throw concurrencyRefused(
        `${count} provisioned environments are more than the function or the account may have.`,
      );
    }
    await this.functions.save(this.functions.entry(name));
    return version.fleet.provision(count);
  }

  /**
   * Invokes synchronously. What the user's code does is an answer with a fault, never an error.
   * @throws CrossoverError `function-not-found`, `payload-too-large`, `throttled`
   */
  async invoke({
    name,
    qualifier = null,
    payload,
    requestId,
    clientContext,
    sink,
    rated = true,
  }: InvokeCall): Promise<Ran> {
    const version = this.functions.version(name, qualifier ?? LATEST);
    refuseSize(payload.length, FUNCTION_LIMITS.synchronousPayloadBytes);
    const reason = this.#ledger.enter(name, performance.now(), rated);
    if (reason !== null) throw throttled(reason);
    try {
      const request = { requestId: requestId ?? newRequestId(), payload, qualifier };
      const ran = await runInvocation(version, this.#ledger, {
        ...request,
        clientContext: clientContext ?? null,
        sink: sink ?? ignore,
      });
      this.#onRecord(ran.record);
      return ran;
    } finally {
      this.#ledger.leave(name);
    }
  }

  /** Puts an event into the queue and gives its request id. @throws CrossoverError as `invoke`, `no-asynchronous-queue` */
  async invokeLater({ name, qualifier, payload, clientContext }: InvokeCall): Promise<string> {
    this.functions.version(name, qualifier ?? LATEST);
    refuseSize(payload.length, FUNCTION_LIMITS.asynchronousPayloadBytes);
    if (this.asynchronous === null) throw noQueue();
    const event = { requestId: newRequestId(), functionName: name, qualifier: qualifier ?? LATEST };
    const text = payload.length === 0 ? '{}' : payload.toString();
    await this.asynchronous.send({ ...event, payload: text, clientContext: clientContext ?? null });
    return event.requestId;
  }

  instances(name: string, qualifier = LATEST): InstanceSnapshot[] {
    return this.functions.version(name, qualifier).fleet.instances();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.functions[Symbol.asyncDispose]();
  }
}

function refuseSize(size: Bytes, limit: Bytes): void {
  if (size > limit) throw payloadTooLarge(size, limit);
}
