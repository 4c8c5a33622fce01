import { chownSync } from 'node:fs';
import { cpusOf } from '#lib/domain/functions/limits.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import { admission, type Room } from '../../machine/admission.ts';
import type { KilledFor } from '../../machine/kills.ts';
import { EnvironmentGroup } from '../cgroup/group.ts';
import type { Ground } from '../ground.ts';
import { type Usage, usageOf } from '../record/usage.ts';
import { type SandboxSpec, sandboxOptions } from '../sandbox/argv.ts';
import { freeSlot, type Identity, identityOf, slotOr } from '../sandbox/identity.ts';
import { FILTER, launch, type Sandbox } from '../sandbox/launch.ts';
import { rlimitsFor } from '../sandbox/rlimits.ts';
import type { Exit } from './ending.ts';
import { type Freezer, freezerOf } from './freezer.ts';

/** Processes and threads in one environment; AWS Lambda allows 1,024. */
const PROCESS_LIMIT = 1_024;
/** Room for the programs around the function in the group: bubblewrap and its helper, a bridge. */
const SANDBOX_MIB: MiB = 20;

export interface ProcessSpec {
  ground: Ground;
  /** Unique on this machine. */
  id: string;
  sandbox: Omit<SandboxSpec, 'seccompDescriptor' | 'etc' | 'runtime'>;
  command: readonly string[];
  output: (chunk: Buffer) => void;
}

export interface Ended extends Exit {
  /** Whose want of memory the kernel killed in its group for; null when it did not. */
  killedFor: KilledFor | null;
}

const giveTo = ({ uid, gid }: Identity, path: string): void => chownSync(path, uid, gid);

function start(
  { ground, id, sandbox, command }: ProcessSpec,
  slot: number,
  group: EnvironmentGroup,
): Sandbox {
  const { filterPath, sites, runtime, etc } = ground;
  const identity = identityOf(slot);
  // Its services are this sandbox's alone: nobody else on this machine may open their sockets.
  if (identity.drop) for (const service of sandbox.services) giveTo(identity, service.hostSocketPath);
  return launch({
    directory: ground.run.directory,
    options: sandboxOptions({
      ...sandbox,
      runtime,
      etc,
      seccompDescriptor: filterPath === null ? null : FILTER,
    }),
    command,
    identity,
    group,
    filterPath,
    limits: rlimitsFor(sites, identity, PROCESS_LIMIT, sandbox.memory),
    label: `${ground.run.id}/${id}`,
  });
}

/** A sandbox with any program in it: limited, stopped and let go on, measured, and gone without a trace. */
export class SandboxProcess {
  readonly startedAt: Ms = performance.now();
  /** Resolves when no process, group or descriptor of it is left. */
  readonly gone: Promise<Ended>;
  readonly #spec: ProcessSpec;
  readonly #slot: number;
  readonly #room: Room;
  readonly #group: EnvironmentGroup;
  readonly #sandbox: Sandbox;
  readonly #freezer: Freezer;
  #frozen = false;
  #usage: Usage = { peakMemory: null, cpuTime: null };

  /**
   * @throws CrossoverError `machine-memory`, `machine-processes`, `too-many-environments`, `sandbox-not-started`;
   * nothing is left behind then.
   */
  constructor(spec: ProcessSpec) {
    this.#spec = spec;
    this.#room = admission.take(spec.sandbox.memory);
    this.#slot = slotOr(this.#room.release);
    let group: EnvironmentGroup | undefined;
    try {
      const limits = { memory: spec.sandbox.memory + SANDBOX_MIB, processes: PROCESS_LIMIT };
      group = new EnvironmentGroup(spec.ground.sites, spec.id, limits);
      this.#group = group;
      this.#sandbox = start(spec, this.#slot, group);
    } catch (error) {
      this.#room.release();
      freeSlot(this.#slot);
      void group?.remove();
      throw error;
    }
    this.#freezer = freezerOf(this.#group.directories, this.#sandbox.process.pid ?? 0);
    this.#listen();
    this.gone = this.#watchEnd();
  }

  #listen(): void {
    const { stdout, stderr, channel } = this.#sandbox;
    for (const stream of [stdout, stderr]) stream.on('data', this.#spec.output);
    for (const stream of [stdout, stderr, channel]) stream.on('error', () => {});
    // The channel of the other wrapper is not used here: whoever writes to it finds it closed.
    channel.destroy();
  }

  /** From now on CPU time is in proportion to memory; init had all of it. */
  limitCpu(): void {
    this.#group.limitCpu(cpusOf(this.#spec.sandbox.memory));
  }

  freeze(): void {
    if (this.#frozen) return;
    this.#frozen = true;
    this.#freezer.freeze();
  }

  thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    this.#freezer.thaw();
  }

  /** Memory that would become free without it; null when this machine does not tell. */
  memoryNow(): Bytes | null {
    return this.#group.memoryUsed();
  }

  /** `end` ends it when the machine is short before it has answered. */
  onShort(end: () => void): void {
    this.#room.runs({ end, holds: () => this.memoryNow() });
  }

  /** From now on it counts with what it really uses. */
  answered(): void {
    this.#room.answered();
  }

  /** Latest figures; the last ones known once it is gone. */
  usage(): Usage {
    const usage = usageOf(this.#group.directories, this.#freezer.pids());
    if (usage.cpuTime !== null || usage.peakMemory !== null) this.#usage = usage;
    return this.#usage;
  }

  kill(): void {
    this.usage();
    this.#sandbox.process.kill('SIGKILL');
  }

  async #watchEnd(): Promise<Ended> {
    const { process: child } = this.#sandbox;
    // Nothing may outlive the launcher, not even what was being started when it was killed.
    child.once('exit', () => this.#group.killAll());
    const exit = await new Promise<Exit>((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal }));
      child.once('error', () => resolve({ code: null, signal: 'none: it was never started' }));
    });
    this.usage();
    const killedFor = this.#group.killedFor();
    await this.#group.remove();
    this.#room.release();
    freeSlot(this.#slot);
    return { ...exit, killedFor };
  }
}
