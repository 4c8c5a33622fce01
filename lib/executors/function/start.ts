import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { EnvironmentGroup } from './cgroup/group.ts';
import type { Ground } from './ground.ts';
import { Environment } from './pool/environment.ts';
import { CODE_DIRECTORY, sandboxOptions, wrapperCommand } from './sandbox/argv.ts';
import { freeSlot, identityOf, takeSlot } from './sandbox/identity.ts';
import { FILTER, launch, type Sandbox } from './sandbox/launch.ts';
import { rlimitsFor } from './sandbox/rlimits.ts';

/** AWS Lambda gives one vCPU at this much memory and a share in proportion below and above. */
const MIB_PER_VCPU = 1_769;
/** Processes and threads in one environment; Node alone has about a dozen. */
const PROCESS_LIMIT = 256;
/** Room for the programs around Node in the group: bubblewrap and its helper process. */
const SANDBOX_MIB = 16;

export interface Start {
  ground: Ground;
  /** Unique on this machine. */
  id: string;
  codeDirectory: string;
  spec: DeploySpec;
  initTimeout: Ms;
  changed: () => void;
}

function startSandbox(
  { ground, id, codeDirectory, spec }: Start,
  slot: number,
  group: EnvironmentGroup,
): Sandbox {
  const { filterPath, runtime, runtimeDirectory, etc, sites } = ground;
  const { services, environment, memory } = spec;
  const identity = identityOf(slot);
  return launch({
    options: sandboxOptions({
      ...{ runtime, runtimeDirectory, etc, codeDirectory, services, environment, memory },
      seccompDescriptor: filterPath === null ? null : FILTER,
    }),
    command: wrapperCommand(memory),
    identity,
    group,
    filterPath,
    limits: rlimitsFor(sites, identity, PROCESS_LIMIT, memory),
    label: `${ground.run.id}/${id}`,
  });
}

function environmentOf(start: Start, startedAt: Ms, slot: number, group: EnvironmentGroup): Environment {
  const { id, spec, initTimeout, changed } = start;
  const { entry, handler } = spec.bundle;
  const { memory, name } = spec;
  const init = {
    type: 'init',
    dir: CODE_DIRECTORY,
    entry,
    handler,
    functionName: name,
    memoryMiB: memory,
  } as const;
  const release = (): void => freeSlot(slot);
  const sandbox = startSandbox(start, slot, group);
  const cpus = memory / MIB_PER_VCPU;
  return new Environment(
    { id, startedAt, memory, cpus, initTimeout, init, group, release, changed },
    sandbox,
  );
}

/**
 * Starts a sandbox for one environment; its `load` says when the code is ready.
 * @throws CrossoverError `too-many-environments`, `sandbox-not-started`; nothing is left behind then.
 */
export function startEnvironment(start: Start): Environment {
  const startedAt = performance.now();
  const slot = takeSlot();
  let group: EnvironmentGroup | undefined;
  try {
    const limits = { memory: start.spec.memory + SANDBOX_MIB, processes: PROCESS_LIMIT };
    group = new EnvironmentGroup(start.ground.sites, start.id, limits);
    return environmentOf(start, startedAt, slot, group);
  } catch (error) {
    freeSlot(slot);
    void group?.remove();
    throw error;
  }
}
