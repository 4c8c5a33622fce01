import { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import {
  FunctionConfiguration,
  type FunctionConfigurationInput,
  FunctionName,
  type FunctionVersion,
  LATEST,
} from '#lib/domain/functions/configuration.ts';
import { type KeepAlive, OBSERVED_KEEP_ALIVE } from '#lib/domain/functions/keep-alive.ts';
import type { ConcurrencyLedger } from '#lib/domain/functions/scaling.ts';
import type { FunctionPackage } from '../package/store.ts';
import type { DeployedVersion } from './deployed-version.ts';
import type { Deployer } from './deployer.ts';
import { type Entry, restoreEntry, unchangedSince } from './entry.ts';
import { exists, notFound } from './problems.ts';
import type { FunctionSettings, FunctionStore } from './store.ts';

/** Which functions there are, with their versions and settings, on this machine and in the store. */
export class FunctionCatalogue implements AsyncDisposable {
  readonly #deployer: Deployer;
  readonly #store: FunctionStore;
  readonly #ledger: ConcurrencyLedger;
  /** Of functions that say nothing themselves. */
  readonly #keepAlive: KeepAlive;
  readonly #entries = new Map<string, Entry>();

  /** Reservations are kept with their functions; the ledger knows them. */
  constructor(
    deployer: Deployer,
    store: FunctionStore,
    ledger: ConcurrencyLedger,
    keepAlive: KeepAlive = OBSERVED_KEEP_ALIVE,
  ) {
    this.#keepAlive = keepAlive;
    this.#deployer = deployer;
    this.#store = store;
    this.#ledger = ledger;
  }

  /** Puts what the store holds on this machine again. */
  async restore(): Promise<void> {
    for (const stored of await this.#store.all()) {
      const entry = await restoreEntry(stored, this.#deployer);
      if (entry === null) continue;
      this.#entries.set(stored.name, entry);
      if (stored.reserved !== null) this.#ledger.reserve(stored.name, stored.reserved, performance.now());
      for (const [version, count] of Object.entries(stored.provisioned)) {
        if (!this.#ledger.provision(stored.name, version, count, performance.now())) continue;
        // They load while others are served already.
        void entry.published.get(version)?.fleet.provision(count);
      }
    }
  }

  /** @throws CrossoverError `function-exists`, `package-…`, `runtime-missing`; ZodError */
  async create(
    name: string,
    given: FunctionConfigurationInput,
    code: FunctionPackage,
  ): Promise<FunctionVersion> {
    FunctionName.parse(name);
    const configuration = FunctionConfiguration.parse({ keepAlive: this.#keepAlive, ...given });
    if (this.#entries.has(name)) throw exists(name);
    const latest = await this.#deployLatest(name, configuration, code);
    if (this.#entries.has(name)) {
      this.#deployer.retire(latest);
      throw exists(name);
    }
    const asynchronous = AsynchronousPolicy.parse({});
    const entry: Entry = {
      ...{ name, lastPublished: 0, asynchronous, package: code, latest },
      published: new Map(),
    };
    this.#entries.set(name, entry);
    await this.#saveVersion(entry, latest.meta);
    return latest.meta;
  }

  /** Replaces the code of $LATEST; published versions keep theirs. */
  async updateCode(name: string, code: FunctionPackage): Promise<FunctionVersion> {
    const entry = this.entry(name);
    const latest = await this.#deployLatest(name, entry.latest.meta.configuration, code);
    return this.#replaceLatest(entry, latest, code);
  }

  /** Changes some of the configuration of $LATEST. */
  async updateConfiguration(
    name: string,
    change: Partial<FunctionConfigurationInput>,
  ): Promise<FunctionVersion> {
    const entry = this.entry(name);
    const configuration = FunctionConfiguration.parse({ ...entry.latest.meta.configuration, ...change });
    const latest = await this.#deployer.deploy({
      ...{ name, version: LATEST, configuration, code: entry.latest.code },
    });
    return this.#replaceLatest(entry, latest, entry.package);
  }

  /** Gives what $LATEST is now a number; the same as the last one when nothing changed since. */
  async publish(name: string): Promise<FunctionVersion> {
    const entry = this.entry(name);
    const { latest } = entry;
    const last = unchangedSince(entry);
    if (last !== null) return last.meta;
    entry.lastPublished += 1;
    const number = String(entry.lastPublished);
    const version = await this.#deployer.deploy({
      ...{ name, version: number, configuration: latest.meta.configuration, code: latest.code },
    });
    entry.published.set(number, version);
    await this.#saveVersion(entry, version.meta);
    return version.meta;
  }

  /** @throws CrossoverError `function-not-found` */
  get(name: string, qualifier = LATEST): FunctionVersion {
    return this.version(name, qualifier).meta;
  }

  list(): FunctionVersion[] {
    return [...this.#entries.values()]
      .map(({ latest }) => latest.meta)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  versions(name: string): FunctionVersion[] {
    const { latest, published } = this.entry(name);
    return [latest.meta, ...[...published.values()].map(({ meta }) => meta)];
  }

  /** Deletes a function with all its versions, or one published version. */
  async delete(name: string, qualifier: string | null = null): Promise<void> {
    const entry = this.entry(name);
    if (qualifier !== null) {
      const version = this.version(name, qualifier);
      entry.published.delete(qualifier);
      this.#ledger.provision(name, qualifier, 0, performance.now());
      await this.#store.removeVersion(this.#settingsOf(entry), qualifier);
      return this.#deployer.retire(version);
    }
    this.#entries.delete(name);
    this.#ledger.forget(name);
    await this.#store.removeFunction(name);
    for (const version of [entry.latest, ...entry.published.values()]) this.#deployer.retire(version);
  }

  /** How events that nobody waits for are treated; changes what is given and gives the whole. */
  async setAsynchronous(name: string, change: Partial<AsynchronousPolicy>): Promise<AsynchronousPolicy> {
    const entry = this.entry(name);
    entry.asynchronous = AsynchronousPolicy.parse({ ...entry.asynchronous, ...change });
    await this.save(entry);
    return entry.asynchronous;
  }

  asynchronousPolicy(name: string): AsynchronousPolicy {
    return this.entry(name).asynchronous;
  }

  /** @throws CrossoverError `function-not-found` */
  entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw notFound(name);
    return entry;
  }

  /** What can be invoked. @throws CrossoverError `function-not-found` */
  version(name: string, qualifier: string): DeployedVersion {
    const { latest, published } = this.entry(name);
    const version = qualifier === LATEST ? latest : published.get(qualifier);
    if (version === undefined) throw notFound(name, qualifier);
    return version;
  }

  /** Stores the settings of a function and its concurrency; its versions are stored as they are made. */
  save(entry: Entry): Promise<void> {
    return this.#store.saveFunction(this.#settingsOf(entry));
  }

  #saveVersion(entry: Entry, meta: FunctionVersion): Promise<void> {
    return this.#store.saveVersion(this.#settingsOf(entry), { meta, package: entry.package });
  }

  #settingsOf({ name, lastPublished, asynchronous }: Entry): FunctionSettings {
    const reserved = this.#ledger.reservation(name);
    const provisioned = this.#ledger.provisions(name);
    return { name, lastPublished, asynchronous, reserved, provisioned };
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

  async #deployLatest(
    name: string,
    configuration: FunctionConfiguration,
    code: FunctionPackage,
  ): Promise<DeployedVersion> {
    const placed = await this.#deployer.place(code);
    return this.#deployer.deploy({ name, version: LATEST, configuration, code: placed });
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
    await this.#saveVersion(entry, latest.meta);
    return latest.meta;
  }
}
