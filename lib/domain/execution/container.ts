import type { Bytes, MiB, Ms } from '../units.ts';
import type { BuildInfo, Deployment, DeploySpec, Executor } from './executor.ts';

/** What one replica has used since it started, by the kernel's own count; null where it cannot be known. */
export interface ReplicaUsage {
  id: string;
  /** Time since it was asked for. */
  lifetime: Ms;
  cpuTime: Ms | null;
  memoryUsed: Bytes | null;
  memoryPeak: Bytes | null;
  memoryLimit: MiB;
  cpus: number;
  /** Scheduling periods in which the CPU limit held it back, of all periods in which it ran. */
  throttledPeriods: number | null;
  periods: number | null;
  throttledTime: Ms | null;
  oomKills: number | null;
}

/** The whole deployment: replicas that live, and the sums over those that have gone too. */
export interface DeploymentUsage {
  replicas: readonly ReplicaUsage[];
  total: {
    /** Replicas there ever were. */
    replicas: number;
    replicaTime: Ms;
    /** Null as soon as it is not known of one: a sum of the others would look like less. */
    cpuTime: Ms | null;
    /** Null when it is known of none. */
    memoryPeak: Bytes | null;
    throttledPeriods: number;
    periods: number;
    oomKills: number;
    /** Replicas that were ready and ended without being asked to; each was replaced. */
    ends: number;
  };
  /** Of the replicas that live: time without a request in flight, and the CPU a replica used then. */
  idle: { time: Ms; cpuShare: number | null; memory: Bytes | null };
}

/** A public HTTP front: what a load balancer's address is in production. */
export interface Front extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

/** What a rolling update did. */
export interface Rollout {
  build: BuildInfo;
  replaced: number;
  duration: Ms;
}

/** A deployment of containers can do more than a function's. */
export interface ContainerDeployment extends Deployment {
  /** Replicas asked for now, ready or not, and why so many. */
  readonly scale: { wanted: number; reason: string };
  /** Sets the number of replicas by hand and waits until they are ready; a policy goes on from there. */
  scaleTo(replicas: number): Promise<void>;
  usage(): Promise<DeploymentUsage>;
  /** Opens an HTTP server in front of the balancer, on loopback unless told otherwise. */
  open(options?: { host?: string; port?: number }): Promise<Front>;
  /**
   * Replaces the replicas by those of another version one by one; no request fails for it.
   * @throws CrossoverError `rollout-failed` when the new version does not get ready: the old one serves on.
   */
  update(spec: DeploySpec): Promise<Rollout>;
}

export interface ContainerExecutor extends Executor {
  deploy(spec: DeploySpec, signal?: AbortSignal): Promise<ContainerDeployment>;
}
