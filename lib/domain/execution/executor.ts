import type { Problem } from '../errors.ts';
import type { Bytes, MiB, Ms } from '../units.ts';
import type { SourceFile } from '../workload/workload.ts';
import type { Capability } from './capability.ts';
import type { ContainerOptions } from './container-options.ts';
import type { EngineInfo } from './engines.ts';
import type { Side } from './side.ts';

export type { Capability } from './capability.ts';
export { SIDES, type Side } from './side.ts';

/** What is deployed: plain JavaScript (TypeScript already translated) or Python, the same bytes on both sides. */
export interface Bundle {
  entry: string;
  handler: string;
  files: readonly SourceFile[];
  /** Its files carry maps to what the user wrote, and errors are told by those. */
  sourceMaps?: boolean;
}

/** A backing service outside the sandbox (a store, a slow API), reached through a unix socket. */
export interface ServiceMount {
  /** Name inside: the socket appears at /run/services/<name>.sock and as env <NAME>_SOCKET. */
  name: string;
  /** The socket on this machine. */
  hostSocketPath: string;
}

export interface DeploySpec {
  /** For labels and messages. */
  name: string;
  bundle: Bundle;
  memory: MiB;
  /** Wall time one request may take, per platform rule. */
  timeout: Ms;
  environment: Readonly<Record<string, string>>;
  services: readonly ServiceMount[];
  /** Function side: how long an idle environment is kept. */
  keepAlive: Ms;
  /** Function side: most environments at once; beyond it a request is throttled. */
  maxConcurrency: number;
  /** Container side: replicas, always running. */
  replicas: number;
  /** Container side: vCPUs per replica; the function side derives its CPU from memory (1,769 MiB = 1 vCPU). */
  cpus: number;
  /** Container side: everything else, with defaults. */
  container?: ContainerOptions;
}

export interface InvokeRequest {
  requestId: string;
  method: string;
  /** Path with query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** `body` is base64 of bytes that are no text. */
  isBase64Encoded?: true;
}

export const OUTCOMES = [
  'ok',
  'handler-error', // the handler threw or rejected
  'invalid-response', // the reply cannot be sent as JSON or is too large
  'timeout',
  'out-of-memory',
  'exited', // the process ended by itself or crashed
  'init-error', // the code could not be loaded
  'throttled', // no environment free and none may be added, or the replica's queue is full
  'cancelled',
  'unavailable', // ours: the executor could not serve
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One request as the executor saw it. Durations in ms; a phase that did not happen is 0. */
export interface Invocation {
  requestId: string;
  side: Side;
  instanceId: string | null;
  /** True when this request had to wait for a new environment or replica to start. */
  cold: boolean;
  /** A cold one whose sandbox had been started ahead of time: its init is no cold start of a platform. */
  prestarted?: boolean;
  /** Waiting for a free environment or replica slot, without init. */
  queued: Ms;
  /** Start of the sandbox or container until the code is loaded; 0 when warm. */
  init: Ms;
  /**
   * From the moment the environment or replica was given the request until its answer was there, by the executor's own
   * clock: a function platform bills from the receipt of the event to the end of the answer, and no code can write it.
   */
  handler: Ms;
  /** Time in the handler as the program beside it says. The code shares its process: held against `handler`, decides nothing. */
  reported?: Ms;
  /** What a function platform bills: ceil(init + handler) to 1 ms. On the container side the same sum, for information. */
  billed: Ms;
  outcome: Outcome;
  /** HTTP status of the handler's answer; null when there was none. */
  status: number | null;
  /** The handler's answer body (bounded), null when there was none. */
  body: string | null;
  /** Headers of the answer, where the executor has them. */
  headers?: Readonly<Record<string, string>>;
  /** Its values of set-cookie, each a header of its own. */
  cookies?: readonly string[];
  /** The body's bytes in base64, when the handler sent bytes; `body` is then their text. */
  base64?: string;
  /** What the handler printed during this request (bounded); on the container side what the replica printed meanwhile. */
  log: string;
  /** Why it failed, when it did. */
  problem: Problem | null;
}

export const INSTANCE_STATES = ['starting', 'idle', 'busy', 'stopping', 'stopped'] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** A function environment or a container replica, as shown in live lists. */
export interface InstanceSnapshot {
  id: string;
  side: Side;
  state: InstanceState;
  /** Monotonic engine ms. */
  startedAt: Ms;
  init: Ms | null;
  served: number;
  inFlight: number;
  /** Resident memory when known. */
  memoryUsed: Bytes | null;
}

export interface BuildInfo {
  /** Bytes of the package or of the code layer of the image. */
  codeBytes: Bytes;
  /** Bytes of the ZIP in which a function's code is uploaded. Images have none. */
  zipBytes?: Bytes;
  /** Bytes of the base (runtime) under it; for a function the platform brings it: 0. */
  baseBytes: Bytes;
  /** Layers of the image; a function's package has none. */
  layers?: number;
  buildTime: Ms;
  /** sha256:… of what runs. */
  digest: string;
  /** e.g. "bubblewrap" / "runc 1.1.5" / "Docker 28.2". */
  engine: string;
  /** What the handler runs in, e.g. "Python 3.11.2". Own servers have none. */
  runtime?: string;
}

export interface UsageTotal {
  readonly cpuTime: Ms | null;
  readonly memoryPeak: Bytes | null;
  /** Environments or replicas that were ready and ended without being asked to: by an error, an exit, a full memory. */
  readonly ends: number;
}

/** A deployed version on one side. Disposing removes every process, mount, cgroup, socket and file it made. */
export interface Deployment extends AsyncDisposable {
  readonly side: Side;
  readonly build: BuildInfo;
  /** Never rejects for what the user's code does: failures are outcomes. */
  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<Invocation>;
  instances(): readonly InstanceSnapshot[];
  /**
   * What all its environments or replicas, living and gone, have used since it was deployed, by the kernel's
   * count. Absent, or null in it, where this machine does not count.
   */
  usage?(): Promise<{ readonly total: UsageTotal }>;
  /**
   * Starts one more environment or replica as a request without a free one would, waits until its code is loaded, and
   * ends it. Nothing is sent to it by this; what stands ready stays.
   * @returns how long the start took, counted as `Invocation.init`. @throws CrossoverError when it did not get ready
   */
  forceStart(): Promise<Ms>;
  /** Ends one environment or replica as a crash would; true when it was there. */
  kill(instanceId: string): Promise<boolean>;
  /** Calls back on every change of `instances()`; returns the unsubscribe function. */
  subscribe(listener: (instances: readonly InstanceSnapshot[]) => void): () => void;
}

export interface Executor extends AsyncDisposable {
  readonly side: Side;
  /** @throws CrossoverError when the code cannot be packaged or nothing on this machine can run it. */
  deploy(spec: DeploySpec, signal?: AbortSignal): Promise<Deployment>;
  /** What this machine enforces and what it cannot. */
  capabilities(): Promise<readonly Capability[]>;
  /** Container side: the engines among which a specification may choose. */
  engines?(): Promise<readonly EngineInfo[]>;
}
