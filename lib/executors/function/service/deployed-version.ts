import { chmod, copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionVersion } from '#lib/domain/functions/configuration.ts';
import { drawKeepAlive } from '#lib/domain/functions/keep-alive.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import type { Ms, Random } from '#lib/domain/units.ts';
import { makeDirectory } from '../../host/home.ts';
import { taskEnvironment } from '../../source/task-environment.ts';
import type { Ground } from '../ground.ts';
import type { PlacedCode } from '../package/store.ts';
import { Fleet } from '../pool/fleet.ts';
import { type EnvironmentPlan, FunctionEnvironment } from '../pool/function-environment.ts';
import { RUNTIME_API_SERVICE, type Runtime } from '../runtimes/runtime.ts';
import { runtimeOf } from '../runtimes/runtimes.ts';

/** Code on this machine that one or several versions share; it goes with the last one. */
export class SharedCode {
  readonly placed: PlacedCode;
  #users = 0;

  constructor(placed: PlacedCode) {
    this.placed = placed;
  }

  use(): this {
    this.#users += 1;
    return this;
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users === 0) await rm(this.placed.directory, { recursive: true, force: true });
  }
}

/** A version that can be invoked. */
export interface DeployedVersion {
  meta: FunctionVersion;
  code: SharedCode;
  fleet: Fleet;
  /** How long loading the code may take. */
  initTimeout: Ms;
}

const runtimeDirectories = new Map<string, Promise<string>>();

/** Copies of the runtime's own files, because the checkout may lie where other users cannot read. */
function runtimeDirectory(ground: Ground, runtime: Runtime): Promise<string> {
  const directory = join(ground.run.directory, `runtime-${runtime.name}`);
  const known = runtimeDirectories.get(directory) ?? copyFiles(runtime, directory);
  runtimeDirectories.set(directory, known);
  return known;
}

async function copyFiles(runtime: Runtime, directory: string): Promise<string> {
  makeDirectory(directory, 0o755);
  const copies = Object.entries(runtime.files).map(async ([name, source]) => {
    await copyFile(source, join(directory, name));
    await chmod(join(directory, name), 0o755);
  });
  await Promise.all(copies);
  return directory;
}

export interface Deploying {
  ground: Ground;
  meta: FunctionVersion;
  code: SharedCode;
  random: Random;
  initTimeout: Ms;
  changed: () => void;
}

let environments = 0;

/** Short, for the path of a unix socket has room for 107 characters. */
const newSocketPath = ({ run }: Ground): string =>
  join(makeDirectory(join(run.directory, 's'), 0o711), String(environments));

async function planOf(
  { ground, meta, code }: Deploying,
  provisioned: boolean,
): Promise<Omit<EnvironmentPlan, 'changed'>> {
  const { configuration } = meta;
  const runtime = await runtimeOf(configuration.runtime);
  environments += 1;
  const socketPath = newSocketPath(ground);
  const id = `${meta.name.slice(0, 24)}-${environments}-${Math.random().toString(36).slice(2, 8)}`;
  const { handler, memoryMiB: memory } = configuration;
  const { name, version } = meta;
  const { execution } = runtime;
  const task = { name, version, memory, handler, execution, id, provisioned };
  return {
    socketPath,
    provisioned,
    version: meta.version,
    runtimeTitle: runtime.title,
    memory: configuration.memoryMiB,
    process: {
      ground,
      id,
      command: runtime.command(configuration),
      sandbox: {
        codeDirectory: code.placed.directory,
        runtimeDirectory: await runtimeDirectory(ground, runtime),
        mounts: runtime.mounts,
        services: [{ name: RUNTIME_API_SERVICE, hostSocketPath: socketPath }],
        environment: { ...taskEnvironment(task, configuration.environment), ...runtime.environment },
        memory: configuration.memoryMiB,
        tmp: configuration.tmpMiB,
      },
    },
  };
}

/** Makes a version that starts environments when they are needed. @throws CrossoverError `runtime-missing` */
export async function deployVersion(deploying: Deploying): Promise<DeployedVersion> {
  const { meta, code, random, initTimeout, changed } = deploying;
  await runtimeOf(meta.configuration.runtime);
  const fleet = new Fleet({
    start: async (provisioned, moved) =>
      FunctionEnvironment.start({ ...(await planOf(deploying, provisioned)), changed: moved }),
    keepAlive: () => drawKeepAlive(meta.configuration.keepAlive, random),
    initTimeout,
    initTimeoutAhead: Math.max(FUNCTION_LIMITS.provisionedInitTimeout, meta.configuration.timeoutMs),
    changed,
  });
  return { meta, code: code.use(), fleet, initTimeout };
}
