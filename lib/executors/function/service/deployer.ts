import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FunctionConfiguration, FunctionVersion } from '#lib/domain/functions/configuration.ts';
import type { Ms, Random } from '#lib/domain/units.ts';
import { clearGround, type Ground } from '../ground.ts';
import { type FunctionPackage, placePackage } from '../package/store.ts';
import { type DeployedVersion, deployVersion, SharedCode } from './deployed-version.ts';

export interface VersionSpec {
  name: string;
  version: string;
  configuration: FunctionConfiguration;
  code: SharedCode;
}

const ignore = (): void => {};

/** Puts versions on this machine and takes them away when nobody uses them any more. */
export class Deployer implements AsyncDisposable {
  readonly #ground: Ground;
  readonly #random: Random;
  readonly #initTimeout: Ms;
  /** Versions that were replaced and still serve. */
  readonly #leaving = new Set<Promise<void>>();
  #packages = 0;

  constructor(ground: Ground, random: Random, initTimeout: Ms) {
    this.#ground = ground;
    this.#random = random;
    this.#initTimeout = initTimeout;
  }

  /** @throws CrossoverError `package-…` */
  async place(code: FunctionPackage): Promise<SharedCode> {
    this.#packages += 1;
    const directory = join(this.#ground.run.directory, `code-${this.#packages}`);
    return new SharedCode(await placePackage(code, directory));
  }

  /** A new version. @throws CrossoverError `runtime-missing` */
  deploy({ name, version, configuration, code }: VersionSpec): Promise<DeployedVersion> {
    const { sha256: codeSha256, bytes: codeBytes } = code.placed;
    const identity = { revisionId: randomUUID(), lastModified: new Date().toISOString() };
    return this.deployAgain({ name, version, configuration, codeSha256, codeBytes, ...identity }, code);
  }

  /** A version that was there before. */
  deployAgain(meta: FunctionVersion, code: SharedCode): Promise<DeployedVersion> {
    const [ground, random, initTimeout] = [this.#ground, this.#random, this.#initTimeout];
    return deployVersion({ ground, random, initTimeout, meta, code, changed: ignore });
  }

  /** What is being served may finish; then everything of it goes. */
  retire({ fleet, code }: DeployedVersion): void {
    fleet.retire();
    const leaving = fleet
      .empty()
      .then(() => code.release())
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#leaving);
    await clearGround(this.#ground);
  }
}
