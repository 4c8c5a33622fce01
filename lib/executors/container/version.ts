import { randomBytes } from 'node:crypto';
import type { BuildInfo, DeploySpec } from '#lib/domain/execution/executor.ts';
import { admission, type Room } from '../machine/admission.ts';
import { type Task, taskEnvironment } from '../source/task-environment.ts';
import type { Container, ContainerSpec, Exit, InstalledImage } from './engines/engine.ts';
import type { Program } from './image/program.ts';
import { Replica } from './replica/replica.ts';
import type { Version } from './replica/set.ts';
import type { Settings } from './replica/settings.ts';

/** What is deployed: an image in the engine and how its replicas are to run. */
export interface Release {
  spec: DeploySpec;
  settings: Settings;
  image: InstalledImage;
  program: Program;
  build: BuildInfo;
  /** Its containers use this machine. */
  here: boolean;
  /** The handler in it, as the code is told of it; null for a program of the user's. */
  task: Pick<Task, 'version' | 'handler' | 'execution'> | null;
}

/** Of one replica. The wrapper hides CROSSOVER_… from the code. */
function environmentOf({ spec, task }: Release, id: string): Readonly<Record<string, string>> {
  const { name, memory, timeout, environment } = spec;
  if (task === null) return environment;
  const told = taskEnvironment({ ...task, id, name, memory }, environment);
  return { ...told, CROSSOVER_TIMEOUT_MS: String(timeout) };
}

/** Starts replicas of one release. `changed` is called whenever one of them changes. */
export class ReleaseVersion implements Version {
  readonly release: Release;
  readonly #changed: () => void;

  constructor(release: Release, changed: () => void) {
    this.release = release;
    this.#changed = changed;
  }

  async launch(signal: AbortSignal, appeared: (replica: Replica) => void): Promise<Replica> {
    const { spec, settings, image, program } = this.release;
    const id = randomBytes(4).toString('hex');
    const started = performance.now();
    const { memory, cpus, services } = spec;
    const { egress, concurrency, livenessInterval, initLimit, readyPath, grace } = settings;
    const room = this.release.here ? admission.take(memory) : null;
    const asked = { id, memory, cpus, services, egress, environment: environmentOf(this.release, id) };
    const container = await startIn(room, image, asked);
    const replica = new Replica(
      `container-${id}`,
      container,
      started,
      {
        ...{ concurrency, livenessInterval, memory, cpus, grace, room },
        ...{ kind: program.kind, limit: initLimit, path: readyPath },
      },
      this.#changed,
    );
    appeared(replica);
    await untilReady(replica, signal);
    return replica;
  }
}

/** The room is given back once the container has ended, or was never started. */
async function startIn(room: Room | null, image: InstalledImage, spec: ContainerSpec): Promise<Container> {
  try {
    const container = await image.start(spec);
    if (room === null) return container;
    let short = false;
    const end = (): void => {
      short = true;
      void container.signal('SIGKILL');
    };
    room.runs({ end, holds: () => container.memoryUsed() });
    const exited = container.exited.then((exit): Exit => {
      room.release();
      return short ? { ...exit, killedFor: 'machine' } : exit;
    });
    return { ...container, exited };
  } catch (error) {
    room?.release();
    throw error;
  }
}

/** @throws what kept it from getting ready, or the signal's reason; it is ended then, and the caller removes it */
async function untilReady(replica: Replica, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([replica.ready, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
