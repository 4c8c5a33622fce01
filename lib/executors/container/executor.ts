import { CrossoverError } from '#lib/domain/errors.ts';
import type { ContainerDeployment, ContainerExecutor } from '#lib/domain/execution/container.ts';
import { ENGINE_NAMES, type EngineChoice, type EngineInfo } from '#lib/domain/execution/engines.ts';
import type { Capability, DeploySpec } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { toldOfDisk } from '../host/full-disk.ts';
import { Containers } from './deployment.ts';
import type { ContainerEngine } from './engines/engine.ts';
import { type Guard, startGuard } from './engines/guard.ts';
import { EngineSearch, type FoundEngines } from './engines/select.ts';
import { removeUploadLeftovers } from './image/archive/image.ts';
import { prepare } from './prepare.ts';
import type { Release } from './version.ts';

export interface ContainerExecutorOptions {
  /** Other than `auto`: no other engine is looked for. */
  engine?: EngineChoice;
  /** How old the answer to which engines there are may be; longer than anybody would notice when left out. */
  lookEvery?: Ms;
}

/**
 * The container side: images without a registry, replicas that serve many requests each, as many as the
 * scaling policy wants. Removes at once what dead engine processes of this checkout have left.
 */
export function createContainerExecutor(options: ContainerExecutorOptions = {}): ContainerExecutor {
  return new ContainerSide(options);
}

class ContainerSide implements ContainerExecutor {
  readonly side = 'container';
  readonly #choice: EngineChoice;
  readonly #deployments = new Set<AsyncDisposable>();
  readonly #search: EngineSearch;
  /** What of dead engine processes is being removed, or was: by whom it is reached. */
  readonly #cleaned = new Map<ContainerEngine | 'uploads', Promise<unknown>>();
  readonly #first: Promise<unknown>;
  #guard: Guard | null = null;

  constructor({ engine = 'auto', lookEvery }: ContainerExecutorOptions) {
    this.#choice = engine;
    this.#search = new EngineSearch(engine, { fresh: lookEvery });
    this.#clean('uploads', removeUploadLeftovers);
    this.#first = this.#look().catch(() => {});
  }

  async deploy(spec: DeploySpec, signal?: AbortSignal): Promise<ContainerDeployment> {
    const release = await this.#prepare(spec);
    const deployment: Containers = new Containers(release, {
      prepare: (next) => this.#prepare(next),
      ended: () => void this.#deployments.delete(deployment),
    });
    this.#deployments.add(deployment);
    const cancel = () => void deployment[Symbol.asyncDispose]();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      signal?.throwIfAborted();
      await deployment.start();
      signal?.throwIfAborted();
      return deployment;
    } catch (error) {
      await deployment[Symbol.asyncDispose]();
      if (!signal?.aborted) throw toldOfDisk(error);
      throw new CrossoverError({
        code: 'cancelled',
        owner: 'yours',
        message: 'The deployment was cancelled.',
        remedy: 'Deploy it again.',
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async capabilities(): Promise<readonly Capability[]> {
    return (await this.#look()).capabilities;
  }

  async engines(): Promise<readonly EngineInfo[]> {
    return (await this.#look()).infos;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#deployments].map((deployment) => deployment[Symbol.asyncDispose]()));
    await this.#first;
    await Promise.all(this.#cleaned.values());
    await this.#guard?.stop();
    await this.#search[Symbol.asyncDispose]();
  }

  /** The engines as they are now. What dead engine processes left at one that is new here is removed at once. */
  async #look(): Promise<FoundEngines> {
    const found = await this.#search.now();
    for (const engine of found.engines) this.#clean(engine, () => engine.removeLeftovers());
    return found;
  }

  /** What cannot be removed now is tried again at the next start; it must not keep anybody from working. */
  #clean(whose: ContainerEngine | 'uploads', remove: () => Promise<unknown>): void {
    if (!this.#cleaned.has(whose))
      this.#cleaned.set(
        whose,
        remove().catch(() => {}),
      );
  }

  /** Builds the image of a specification and gives it to the engine. */
  async #prepare(spec: DeploySpec): Promise<Release> {
    const engine = await this.#engine(spec.container?.engine ?? 'auto');
    await Promise.all(this.#cleaned.values());
    this.#guard ??= startGuard(this.#choice);
    return prepare(engine, spec).catch((error: unknown) => {
      throw toldOfDisk(error);
    });
  }

  async #engine(choice: EngineChoice): Promise<ContainerEngine> {
    const { engines, infos } = await this.#look();
    const engine = engines.find(({ id }) => choice === 'auto' || id === choice);
    if (engine !== undefined) return engine;
    throw choice === 'auto' ? noEngine(infos) : notThere(choice, infos);
  }
}

function noEngine(infos: readonly EngineInfo[]): CrossoverError {
  const asked = infos.filter(({ excluded }) => !excluded);
  return new CrossoverError({
    code: 'no-container-engine',
    owner: 'yours',
    message: 'No container engine was found on this machine.',
    remedy: asked.find(({ remedy }) => remedy !== null)?.remedy ?? 'Install runc or start Docker.',
    detail: asked.map(({ detail }) => detail).join('\n'),
  });
}

function notThere(choice: Exclude<EngineChoice, 'auto'>, infos: readonly EngineInfo[]): CrossoverError {
  const info = infos.find(({ id }) => id === choice);
  return new CrossoverError({
    code: 'container-engine-not-there',
    owner: 'yours',
    message: `The container engine that was chosen is not there: ${ENGINE_NAMES[choice]}.`,
    remedy: `${info?.remedy ?? 'Install it.'} Or choose another engine.`,
    ...(info ? { detail: info.detail } : {}),
  });
}
