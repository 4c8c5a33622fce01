import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capability, Deployment, DeploySpec, Executor } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { capabilitiesOf, requireSandbox } from './capabilities.ts';
import { clearGround, type Ground, prepareGround } from './ground.ts';
import { removeLeftovers } from './leftovers.ts';
import { buildInfo, writeCode } from './package.ts';
import { FunctionDeployment } from './pool/deployment.ts';
import type { Environment } from './pool/environment.ts';
import { startEnvironment } from './start.ts';

export interface FunctionExecutorOptions {
  /** How long loading the code may take; AWS Lambda allows 10 s. */
  initTimeout?: Ms;
  /** False: limit by rlimits only, as on a machine whose control groups cannot be used. */
  controlGroups?: boolean;
}

const INIT_TIMEOUT: Ms = 10_000;

class FunctionExecutor implements Executor {
  readonly side = 'function';
  readonly #initTimeout: Ms;
  readonly #controlGroups: boolean;
  readonly #leftovers: Promise<unknown>;
  readonly #deployments = new Set<Deployment>();
  #ground: Promise<Ground> | null = null;
  #count = 0;

  constructor({ initTimeout = INIT_TIMEOUT, controlGroups = true }: FunctionExecutorOptions) {
    this.#initTimeout = initTimeout;
    this.#controlGroups = controlGroups;
    // What cannot be cleaned must not stop new work; the next start tries again.
    this.#leftovers = removeLeftovers().catch(() => []);
  }

  async deploy(spec: DeploySpec, signal?: AbortSignal): Promise<Deployment> {
    await this.#leftovers;
    const engine = await requireSandbox();
    const ground = await this.#groundOnce();
    signal?.throwIfAborted();
    const started = performance.now();
    this.#count += 1;
    const name = `d${this.#count}`;
    const directory = join(ground.run.directory, name);
    await writeCode(directory, spec.bundle);
    const build = buildInfo(spec.bundle, performance.now() - started, engine);
    const deployment: Deployment = new FunctionDeployment(
      spec,
      build,
      this.#starter(ground, name, directory),
      async () => {
        await rm(directory, { recursive: true, force: true });
        this.#deployments.delete(deployment);
      },
    );
    this.#deployments.add(deployment);
    return deployment;
  }

  /** Made with the first deployment; after a failure the next one tries again. */
  #groundOnce(): Promise<Ground> {
    this.#ground ??= prepareGround(this.#controlGroups).catch((error: unknown) => {
      this.#ground = null;
      throw error;
    });
    return this.#ground;
  }

  #starter(ground: Ground, deployment: string, codeDirectory: string) {
    let count = 0;
    return (spec: DeploySpec, changed: () => void): Environment => {
      count += 1;
      const id = `${deployment}-${count}-${Math.random().toString(36).slice(2, 8)}`;
      return startEnvironment({ ground, id, codeDirectory, spec, changed, initTimeout: this.#initTimeout });
    };
  }

  capabilities(): Promise<readonly Capability[]> {
    return capabilitiesOf();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#deployments].map((deployment) => deployment[Symbol.asyncDispose]()));
    const ground = this.#ground;
    this.#ground = null;
    await this.#leftovers;
    if (ground !== null) await clearGround(await ground);
  }
}

/** The function side of every comparison: one bubblewrap sandbox per execution environment. */
export const createFunctionExecutor = (options: FunctionExecutorOptions = {}): Executor =>
  new FunctionExecutor(options);

export { removeLeftovers } from './leftovers.ts';
