import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  BuildInfo,
  Bundle,
  Capability,
  Deployment,
  DeploySpec,
  Executor,
} from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { capabilitiesOf, requireSandbox } from './capabilities.ts';
import { EnvironmentGroup } from './cgroup/group.ts';
import { clearGround, type Ground, prepareGround } from './ground.ts';
import { removeLeftovers } from './leftovers.ts';
import { FunctionDeployment } from './pool/deployment.ts';
import { Environment } from './pool/environment.ts';
import { CODE_DIRECTORY, sandboxOptions, wrapperCommand } from './sandbox/argv.ts';
import { freeSlot, identityOf, takeSlot } from './sandbox/identity.ts';
import { FILTER, launch } from './sandbox/launch.ts';

export interface FunctionExecutorOptions {
  /** How long loading the code may take; AWS Lambda allows 10 s. */
  initTimeout?: Ms;
}

const INIT_TIMEOUT: Ms = 10_000;
/** AWS Lambda gives one vCPU at this much memory and a share in proportion below and above. */
const MIB_PER_VCPU = 1_769;
/** Processes and threads in one environment; Node alone has about a dozen. */
const PROCESS_LIMIT = 256;
/** Room for the programs around Node in the group: bubblewrap and its helper process. */
const SANDBOX_MIB = 16;
/** Without a control group only the data segment can be limited, which counts more than is used. */
const DATA_SLACK_MIB = 512;

class FunctionExecutor implements Executor {
  readonly side = 'function';
  readonly #initTimeout: Ms;
  readonly #leftovers: Promise<unknown>;
  readonly #deployments = new Set<Deployment>();
  #ground: Promise<Ground> | null = null;
  #count = 0;

  constructor({ initTimeout = INIT_TIMEOUT }: FunctionExecutorOptions) {
    this.#initTimeout = initTimeout;
    // What cannot be cleaned must not stop new work; the next start tries again.
    this.#leftovers = removeLeftovers().catch(() => []);
  }

  async deploy(spec: DeploySpec, signal?: AbortSignal): Promise<Deployment> {
    const started = performance.now();
    await this.#leftovers;
    const engine = await requireSandbox();
    this.#ground ??= prepareGround();
    const ground = await this.#ground;
    signal?.throwIfAborted();
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

interface Start {
  ground: Ground;
  id: string;
  codeDirectory: string;
  spec: DeploySpec;
  changed: () => void;
  initTimeout: Ms;
}

function startEnvironment({ ground, id, codeDirectory, spec, changed, initTimeout }: Start): Environment {
  const startedAt = performance.now();
  const slot = takeSlot();
  try {
    const identity = identityOf(slot);
    const limits = { memory: spec.memory + SANDBOX_MIB, processes: PROCESS_LIMIT };
    const group = new EnvironmentGroup(ground.sites, id, limits);
    const sandbox = launch({
      ...{ identity, group, filterPath: ground.filterPath, label: `${ground.run.id}/${id}` },
      options: sandboxOptions({
        ...{ ...ground, codeDirectory, services: spec.services, environment: spec.environment },
        ...{ memory: spec.memory, seccompDescriptor: ground.filterPath === null ? null : FILTER },
      }),
      command: wrapperCommand(spec.memory),
      limits: {
        processes: PROCESS_LIMIT,
        dataMiB: ground.sites.memory === undefined ? spec.memory + DATA_SLACK_MIB : null,
      },
    });
    const { entry, handler } = spec.bundle;
    return new Environment(
      {
        ...{
          id,
          startedAt,
          memory: spec.memory,
          cpus: spec.memory / MIB_PER_VCPU,
          initTimeout,
          group,
          changed,
        },
        init: {
          ...{ type: 'init', dir: CODE_DIRECTORY, entry, handler },
          ...{ functionName: spec.name, memoryMiB: spec.memory },
        },
        release: () => freeSlot(slot),
      },
      sandbox,
    );
  } catch (error) {
    freeSlot(slot);
    throw error;
  }
}

async function writeCode(directory: string, bundle: Bundle): Promise<void> {
  for (const { path, content } of bundle.files) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await writeFile(target, content, { mode: 0o644 });
  }
}

function buildInfo(bundle: Bundle, buildTime: Ms, engine: string): BuildInfo {
  const hash = createHash('sha256');
  let codeBytes = 0;
  for (const { path, content } of bundle.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    codeBytes += Buffer.byteLength(content);
    hash.update(`${path}\0${Buffer.byteLength(content)}\0${content}`);
  }
  return { codeBytes, baseBytes: 0, buildTime, digest: `sha256:${hash.digest('hex')}`, engine };
}

/** The function side of every comparison: one bubblewrap sandbox per execution environment. */
export const createFunctionExecutor = (options: FunctionExecutorOptions = {}): Executor =>
  new FunctionExecutor(options);

export { removeLeftovers } from './leftovers.ts';
