import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capability, Deployment, DeploySpec, Executor } from '#lib/domain/execution/executor.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import { runtimeTitle } from '../host/runtime-title.ts';
import { taskOf } from '../source/task-environment.ts';
import { capabilitiesOf, prestartedLine, requireSandbox } from './capabilities.ts';
import { CodeCache } from './code-cache.ts';
import { clearGround, type Ground, prepareGround } from './ground.ts';
import { removeLeftovers } from './leftovers.ts';
import { zipSize } from './package/zip-size.ts';
import { buildInfo, writeCode } from './package.ts';
import { FunctionDeployment } from './pool/deployment.ts';
import type { Environment } from './pool/environment.ts';
import { treeOf } from './sandbox/file-tree.ts';
import { Stock } from './sandbox/stock.ts';
import { type Start, startEnvironment } from './start.ts';
import { wrapperOf } from './wrapper.ts';

export interface FunctionExecutorOptions {
  /** How long loading the code may take; AWS Lambda allows 10 s. */
  initTimeout?: Ms;
  /** False: limit by rlimits only, as on a machine whose control groups cannot be used. */
  controlGroups?: boolean;
  /**
   * Sandboxes kept ready for each memory size in use; 0 when left out. A request that gets one is marked
   * `prestarted`, and `capabilities` says so in every report, so that a cold start stays one.
   */
  prestarted?: number;
}

const INIT_TIMEOUT: Ms = 10_000;

export class FunctionExecutor implements Executor {
  readonly side = 'function';
  readonly #initTimeout: Ms;
  readonly #controlGroups: boolean;
  readonly #prestarted: number;
  readonly #leftovers: Promise<unknown>;
  readonly #deployments = new Set<Deployment>();
  #ground: Promise<{ ground: Ground; stock: Stock }> | null = null;
  #count = 0;

  constructor({ initTimeout = INIT_TIMEOUT, controlGroups = true, prestarted = 0 }: FunctionExecutorOptions) {
    this.#initTimeout = initTimeout;
    this.#controlGroups = controlGroups;
    this.#prestarted = prestarted;
    // What cannot be cleaned must not stop new work; the next start tries again.
    this.#leftovers = removeLeftovers().catch(() => []);
  }

  async deploy(spec: DeploySpec, signal?: AbortSignal): Promise<Deployment> {
    await this.#leftovers;
    const runtime = runtimeOf(spec.bundle);
    const [engine, wrapper] = await Promise.all([requireSandbox(), wrapperOf(runtime)]);
    const { ground, stock } = await this.#groundOnce();
    signal?.throwIfAborted();
    const started = performance.now();
    this.#count += 1;
    const name = `d${this.#count}`;
    const directory = join(ground.run.directory, name);
    await writeCode(directory, spec.bundle);
    const build = {
      ...buildInfo(spec.bundle, performance.now() - started, engine),
      zipBytes: await zipSize(spec.bundle.files),
      runtime: await runtimeTitle(runtime),
    };
    const codeCache = new CodeCache(`${directory}-cache`, spec.bundle);
    const isNode = runtime === 'nodejs';
    const letGo = isNode ? stock.want(spec.memory) : async () => {};
    const task = await taskOf(spec.bundle);
    const parts = {
      ground,
      stock,
      code: treeOf(directory),
      task,
      codeCache,
      wrapper: isNode ? null : wrapper,
    };
    const deployment: Deployment = new FunctionDeployment(
      spec,
      build,
      this.#starter(parts, name),
      async () => {
        await letGo();
        await rm(directory, { recursive: true, force: true });
        await rm(`${directory}-cache`, { recursive: true, force: true });
        this.#deployments.delete(deployment);
      },
    );
    this.#deployments.add(deployment);
    return deployment;
  }

  /** Made with the first deployment; after a failure the next one tries again. */
  #groundOnce(): Promise<{ ground: Ground; stock: Stock }> {
    this.#ground ??= prepareGround(this.#controlGroups)
      .then((ground) => ({ ground, stock: new Stock(ground, this.#prestarted) }))
      .catch((error: unknown) => {
        this.#ground = null;
        throw error;
      });
    return this.#ground;
  }

  /** Resolves with the number of sandboxes of this size that are ready, once they are as many as they may be. */
  async prestarted(memory: MiB): Promise<number> {
    return this.#ground === null ? 0 : (await this.#ground).stock.filled(memory);
  }

  #starter(parts: Omit<Start, 'id' | 'spec' | 'changed' | 'initTimeout'>, deployment: string) {
    let count = 0;
    return (spec: DeploySpec, changed: () => void): Environment => {
      count += 1;
      const id = `${deployment}-${count}-${Math.random().toString(36).slice(2, 8)}`;
      return startEnvironment({ ...parts, id, spec, changed, initTimeout: this.#initTimeout });
    };
  }

  async capabilities(): Promise<readonly Capability[]> {
    return [...(await capabilitiesOf()), ...prestartedLine(this.#prestarted)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#deployments].map((deployment) => deployment[Symbol.asyncDispose]()));
    const ground = this.#ground;
    this.#ground = null;
    await this.#leftovers;
    if (ground === null) return;
    const made = await ground;
    await made.stock.close();
    await clearGround(made.ground);
  }
}

/** The function side of every comparison: one bubblewrap sandbox per execution environment. */
export const createFunctionExecutor = (options: FunctionExecutorOptions = {}): FunctionExecutor =>
  new FunctionExecutor(options);

export { removeLeftovers } from './leftovers.ts';
