import type { ScalingPolicy } from '../scaling/policy.ts';
import type { Ms } from '../units.ts';
import type { SourceFile } from '../workload/workload.ts';
import type { EngineChoice } from './engine-choice.ts';

/** How the balancer chooses among the replicas that are ready and not full. */
export const BALANCING = ['least-outstanding', 'round-robin'] as const;
export type Balancing = (typeof BALANCING)[number];

/** What the base layer under a user's own server holds; `none` is for a static binary. */
export const SERVER_RUNTIMES = ['node', 'python', 'none'] as const;
export type ServerRuntime = (typeof SERVER_RUNTIMES)[number];

/** A file of an own server; `base64` for what is no text, `executable` for a program. */
export interface ServerFile extends SourceFile {
  base64?: boolean;
  executable?: boolean;
}

/** Where the image comes from when it is not the handler of the bundle behind our thin HTTP wrapper. */
export type ImageSource =
  /** A program of the user that listens on $PORT. `command` is run in the directory of the files. */
  | { kind: 'server'; runtime: ServerRuntime; files: readonly ServerFile[]; command: readonly string[] }
  /** What `docker save` wrote, or an OCI image layout in a tar, at this path of this machine. */
  | { kind: 'archive'; path: string }
  /** Built by the engine; only Docker and Podman can. The files are the whole build context. */
  | { kind: 'dockerfile'; files: readonly ServerFile[] };

/** Settings of the container side; what is left out has the value named here. */
export interface ContainerOptions {
  /** Default: auto, the first that is there. */
  engine?: EngineChoice;
  image?: ImageSource;
  /** Default: fixed, at the specification's `replicas`. */
  scaling?: ScalingPolicy;
  /** Default: least-outstanding. */
  balancing?: Balancing;
  /** Requests in flight at one replica: 200. */
  concurrency?: number;
  /** Requests that may wait for a replica: 1,000. */
  queue?: number;
  /** Time to get ready: 10,000. */
  initLimit?: Ms;
  /** Path an own server must answer with 200 to 399 to be ready. Default: any HTTP answer to `/` will do. */
  readyPath?: string;
  /** Time between two questions whether a replica is alive: 10,000; after three without an answer it is restarted. */
  livenessInterval?: Ms;
  /** Time that requests in flight have when their replica is removed: 30,000. */
  drain?: Ms;
  /** Time a replica has to end by itself after SIGTERM, before SIGKILL: 3,000. */
  grace?: Ms;
  /** Lets the container reach the network. Default: no, it has the service sockets only. */
  egress?: boolean;
}
