import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import { admission, type Room } from '../../machine/admission.ts';
import { EnvironmentGroup } from '../cgroup/group.ts';
import type { Ground } from '../ground.ts';
import { type Freezer, freezerOf } from '../pool/freezer.ts';
import type { Wrapper } from '../wrapper.ts';
import { type Prestarted, sandboxOptions, wrapperCommand } from './argv.ts';
import { freeSlot, identityOf, slotOr } from './identity.ts';
import { FILTER, launch, type Sandbox } from './launch.ts';
import type { Mailbox } from './mailbox.ts';
import { rlimitsFor } from './rlimits.ts';

/** Processes and threads in one environment; Node alone has about a dozen. */
const PROCESS_LIMIT = 256;
/** Room for the programs around Node in the group: bubblewrap and its helper process. */
const SANDBOX_MIB = 16;

export interface OpenSpec {
  ground: Ground;
  /** Unique on this machine. */
  id: string;
  memory: MiB;
  codeDirectory: string;
  services: readonly ServiceMount[];
  environment: Readonly<Record<string, string>>;
  /** Path inside by path on this machine, read-only. */
  mounts?: Readonly<Record<string, string>>;
  /** What runs in it; Node when left out. */
  wrapper?: Wrapper;
  /** When its code comes later: what any code needs is then made ready before it waits. */
  prestarted?: Prestarted;
}

export interface OpenedSandbox {
  sandbox: Sandbox;
  group: EnvironmentGroup;
  freezer: Freezer;
  /** Its part of the machine. */
  room: Room;
  /** Gives its slot back; call once nothing of it is left. */
  release: () => void;
}

function start(spec: OpenSpec, slot: number, group: EnvironmentGroup, mailbox: Mailbox | null): Sandbox {
  const { ground, id, memory, wrapper, prestarted = null, ...inside } = spec;
  const { filterPath, runtimeDirectory, etc, sites } = ground;
  const runtime = wrapper?.node === false ? null : ground.runtime;
  const mounts = { ...wrapper?.mounts, ...inside.mounts };
  const identity = identityOf(slot);
  const seccompDescriptor = filterPath === null ? null : FILTER;
  return launch({
    directory: ground.run.directory,
    options: sandboxOptions({ ...inside, mounts, memory, runtime, runtimeDirectory, etc, seccompDescriptor }),
    command: wrapper?.command(memory) ?? wrapperCommand(memory, { prestarted, mailbox: mailbox !== null }),
    identity,
    group,
    ...{ filterPath, mailbox },
    limits: rlimitsFor(sites, identity, PROCESS_LIMIT, memory),
    label: `${ground.run.id}/${id}`,
  });
}

/**
 * Starts a sandbox with every layer this machine has.
 * @throws CrossoverError `machine-memory`, `machine-processes`, `too-many-environments`, `sandbox-not-started`,
 * `invalid-environment`; nothing is left behind then.
 */
export function openSandbox(spec: OpenSpec): OpenedSandbox {
  const room = admission.take(spec.memory);
  const slot = slotOr(room.release);
  // Only the wrapper for Node reads one.
  const mailbox = spec.wrapper === undefined ? spec.ground.mailboxes.open() : null;
  const release = (): void => {
    room.release();
    freeSlot(slot);
    mailbox?.close();
  };
  let group: EnvironmentGroup | undefined;
  try {
    const limits = { memory: spec.memory + SANDBOX_MIB, processes: PROCESS_LIMIT };
    group = new EnvironmentGroup(spec.ground.sites, spec.id, limits);
    const sandbox = start(spec, slot, group, mailbox);
    const freezer = freezerOf(group.directories, sandbox.process.pid ?? 0);
    return { sandbox, group, freezer, room, release };
  } catch (error) {
    release();
    void group?.remove();
    throw error;
  }
}
