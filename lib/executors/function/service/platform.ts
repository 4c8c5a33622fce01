import type { InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import {
  FunctionConfiguration,
  type FunctionConfigurationInput,
  FunctionName,
  type FunctionVersion,
  LATEST,
} from '#lib/domain/functions/configuration.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import type { InvocationRecord } from '#lib/domain/functions/record.ts';
import { ACCOUNT_LIMITS, type AccountLimits, ConcurrencyLedger } from '#lib/domain/functions/scaling.ts';
import type { Bytes, Ms, Random } from '#lib/domain/units.ts';
import { requireSandbox } from '../capabilities.ts';
import { type Ground, prepareGround } from '../ground.ts';
import { removeLeftovers } from '../leftovers.ts';
import type { FunctionPackage } from '../package/store.ts';
import { newRequestId } from '../record/recorder.ts';
import type { AsynchronousQueue } from './asynchronous.ts';
import type { DeployedVersion } from './deployed-version.ts';
import { Deployer } from './deployer.ts';
import { type Entry, restoreEntry, unchangedSince } from './entry.ts';
import { concurrencyRefused, exists, noQueue, notFound, payloadTooLarge, throttled } from './problems.ts';
import { type Ran, type RunRequest, runInvocation } from './run-invocation.ts';
import { type FunctionStore, forgetfulStore } from './store.ts';

export interface PlatformOptions {
  limits?: AccountLimits;
  store?: FunctionStore;
  random?: Random;
  initTimeout?: Ms;
  /** Gets every record, in the order in which invocations end. */
  onRecord?: (record: InvocationRecord) => void;
  /** False: limit by rlimits only. */
  controlGroups?: boolean;
}

export type InvokeCall = Partial<RunRequest> & { name: string; qualifier?: string | null; payload: Buffer };

const ignore = (): void => {};

/** Functions as a platform holds them: made, changed, invoked, throttled, deleted. */
export class FunctionPlatform implements AsyncDisposable {
  /** Set by whoever can keep events. */
  asynchronous: AsynchronousQueue | null = null;
  readonly #deployer: Deployer;
  readonly #store: FunctionStore;
  readonly #ledger: ConcurrencyLedger;
  readonly #limits: AccountLimits;
  readonly #onRecord: (record: InvocationRecord) => void;
  readonly #entries = new Map<string, Entry>();

  /** @throws CrossoverError `sandbox-unavailable` */
  static async open(options: PlatformOptions = {}): Promise<FunctionPlatform> {
    await removeLeftovers().catch(() => []);
    await requireSandbox();
    const platform = new FunctionPlatform(options, await prepareGround(options.controlGroups ?? true));
    try {
      await platform.#restore();
      return platform;
    } catch (error) {
      await platform[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor({ limits, store, random, initTimeout, onRecord }: PlatformOptions, ground: Ground) {
    this.#deployer = new Deployer(ground, random ?? Math.random, initTimeout ?? FUNCTION_LIMITS.initTimeout);
    this.#limits = limits ?? ACCOUNT_LIMITS;
    this.#ledger = new ConcurrencyLedger(this.#limits);
    this.#store = store ?? forgetfulStore();
    this.#onRecord = onRecord ?? ignore;
  }

  /** @throws CrossoverError `function-exists`, `package-…`, `runtime-missing`; ZodError */
  async create(
    name: string,
    given: FunctionConfigurationInput,
    code: FunctionPackage,
  ): Promise<FunctionVersion> {
    FunctionName.parse(name);
    const configuration = FunctionConfiguration.parse(given);
    if (this.#entries.has(name)) throw exists(name);
    const latest = await this.#deployer.deploy({
      name,
      version: LATEST,
      configuration,
      code: await this.#deployer.place(code),
    });
    if (this.#entries.has(name)) {
      this.#deployer.retire(latest);
      throw exists(name);
    }
    const entry: Entry = {
      name,
      lastPublished: 0,
      asynchronous: AsynchronousPolicy.parse({}),
      package: code,
      latest,
      published: new Map(),
    };
    this.#entries.set(name, entry);
    await this.#saveFunction(entry);
    await this.#store.saveVersion({ meta: latest.meta, package: code });
    return latest.meta;
  }

  /** Replaces the code of $LATEST; published versions keep theirs. */
  async updateCode(name: string, code: FunctionPackage): Promise<FunctionVersion> {
    const entry = this.#entry(name);
    const { configuration } = entry.latest.meta;
    const latest = await this.#deployer.deploy({
      name,
      version: LATEST,
      configuration,
      code: await this.#deployer.place(code),
    });
    return this.#replaceLatest(entry, latest, code);
  }

  /** Changes some of the configuration of $LATEST. */
  async updateConfiguration(
    name: string,
    change: Partial<FunctionConfigurationInput>,
  ): Promise<FunctionVersion> {
    const entry = this.#entry(name);
    const configuration = FunctionConfiguration.parse({ ...entry.latest.meta.configuration, ...change });
    const latest = await this.#deployer.deploy({
      name,
      version: LATEST,
      configuration,
      code: entry.latest.code,
    });
    return this.#replaceLatest(entry, latest, entry.package);
  }

  /** Gives what $LATEST is now a number; the same as the last one when nothing changed since. */
  async publish(name: string): Promise<FunctionVersion> {
    const entry = this.#entry(name);
    const { latest } = entry;
    const last = unchangedSince(entry);
    if (last !== null) return last.meta;
    entry.lastPublished += 1;
    const number = String(entry.lastPublished);
    const version = await this.#deployer.deploy({
      ...{ name, version: number, configuration: latest.meta.configuration, code: latest.code },
    });
    entry.published.set(number, version);
    await this.#saveFunction(entry);
    await this.#store.saveVersion({ meta: version.meta, package: entry.package });
    return version.meta;
  }

  /** @throws CrossoverError `function-not-found` */
  get(name: string, qualifier = LATEST): FunctionVersion {
    return this.#version(name, qualifier).meta;
  }

  list(): FunctionVersion[] {
    return [...this.#entries.values()]
      .map(({ latest }) => latest.meta)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  versions(name: string): FunctionVersion[] {
    const { latest, published } = this.#entry(name);
    return [latest.meta, ...[...published.values()].map(({ meta }) => meta)];
  }

  /** Deletes a function with all its versions, or one published version. */
  async delete(name: string, qualifier: string | null = null): Promise<void> {
    const entry = this.#entry(name);
    if (qualifier !== null) {
      const version = this.#version(name, qualifier);
      entry.published.delete(qualifier);
      await this.#store.removeVersion(name, qualifier);
      return this.#deployer.retire(version);
    }
    this.#entries.delete(name);
    this.#ledger.forget(name);
    await this.#store.removeFunction(name);
    for (const version of [entry.latest, ...entry.published.values()]) this.#deployer.retire(version);
  }

  /** Reserves concurrency for a function; null takes it away. @throws CrossoverError `concurrency-refused` */
  async reserve(name: string, reserved: number | null): Promise<void> {
    const entry = this.#entry(name);
    if (!this.#ledger.reserve(name, reserved, performance.now())) {
      throw concurrencyRefused(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${this.#limits.unreserved}].`,
      );
    }
    await this.#saveFunction(entry);
  }

  reservation(name: string): number | null {
    this.#entry(name);
    return this.#ledger.reservation(name);
  }

  /** How events that nobody waits for are treated; changes what is given and gives the whole. */
  async setAsynchronous(name: string, change: Partial<AsynchronousPolicy>): Promise<AsynchronousPolicy> {
    const entry = this.#entry(name);
    entry.asynchronous = AsynchronousPolicy.parse({ ...entry.asynchronous, ...change });
    await this.#saveFunction(entry);
    return entry.asynchronous;
  }

  asynchronousPolicy(name: string): AsynchronousPolicy {
    return this.#entry(name).asynchronous;
  }

  /** What was asked for and what there is of it. */
  provisioned(name: string, qualifier: string): { requested: number; allocated: number; available: number } {
    return this.#version(name, qualifier).fleet.provisioned();
  }

  /** Keeps so many environments of a published version loaded; gives how many are. */
  async provision(name: string, qualifier: string, count: number): Promise<number> {
    const version = this.#version(name, qualifier);
    if (!this.#ledger.provision(name, count, performance.now())) {
      throw concurrencyRefused(
        `${count} provisioned environments are more than the function or the account may have.`,
      );
    }
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
  }: InvokeCall): Promise<Ran> {
    const version = this.#version(name, qualifier ?? LATEST);
    refuseSize(payload.length, FUNCTION_LIMITS.synchronousPayloadBytes);
    const reason = this.#ledger.enter(name, performance.now());
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
    this.#version(name, qualifier ?? LATEST);
    refuseSize(payload.length, FUNCTION_LIMITS.asynchronousPayloadBytes);
    if (this.asynchronous === null) throw noQueue();
    const event = { requestId: newRequestId(), functionName: name, qualifier: qualifier ?? LATEST };
    const text = payload.length === 0 ? '{}' : payload.toString();
    await this.asynchronous.send({ ...event, payload: text, clientContext: clientContext ?? null });
    return event.requestId;
  }

  instances(name: string, qualifier = LATEST): InstanceSnapshot[] {
    return this.#version(name, qualifier).fleet.instances();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#entries.values()].flatMap(({ latest, published }) => [
      latest,
      ...published.values(),
    ]);
    this.#entries.clear();
    await Promise.all(all.map(({ fleet }) => fleet[Symbol.asyncDispose]()));
    await this.#deployer[Symbol.asyncDispose]();
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw notFound(name);
    return entry;
  }

  #version(name: string, qualifier: string): DeployedVersion {
    const { latest, published } = this.#entry(name);
    const version = qualifier === LATEST ? latest : published.get(qualifier);
    if (version === undefined) throw notFound(name, qualifier);
    return version;
  }

  async #replaceLatest(
    entry: Entry,
    latest: DeployedVersion,
    code: FunctionPackage,
  ): Promise<FunctionVersion> {
    const before = entry.latest;
    entry.latest = latest;
    entry.package = code;
    this.#deployer.retire(before);
    await this.#store.saveVersion({ meta: latest.meta, package: code });
    return latest.meta;
  }

  #saveFunction({ name, lastPublished, asynchronous }: Entry): Promise<void> {
    return this.#store.saveFunction({
      name,
      lastPublished,
      asynchronous,
      reserved: this.#ledger.reservation(name),
    });
  }

  async #restore(): Promise<void> {
    for (const stored of await this.#store.all()) {
      const entry = await restoreEntry(stored, this.#deployer);
      if (entry === null) continue;
      this.#entries.set(stored.name, entry);
      if (stored.reserved !== null) this.#ledger.reserve(stored.name, stored.reserved, performance.now());
    }
  }
}

function refuseSize(size: Bytes, limit: Bytes): void {
  if (size > limit) throw payloadTooLarge(size, limit);
}
