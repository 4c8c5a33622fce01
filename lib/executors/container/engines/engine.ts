import type { Capability, ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Bytes, MiB } from '#lib/domain/units.ts';
import { NODE_PATH } from '../image/base-files.ts';
import type { Image } from '../image/image.ts';

/** One container to start. Its image was installed before. */
export interface ContainerSpec {
  /** Short and unique among the containers of this process; letters, digits and `-`. */
  id: string;
  memory: MiB;
  cpus: number;
  environment: Readonly<Record<string, string>>;
  services: readonly ServiceMount[];
}

/** Where a container's HTTP server is reached. */
export type Address = { readonly socketPath: string } | { readonly port: number };

export interface Exit {
  /** Exit code, 128 + n after signal n; null when it is not known. */
  code: number | null;
  /** Only on evidence of the kernel: exit code 137 is no proof. */
  outOfMemory: boolean;
}

/** One running container. */
export interface Container {
  readonly id: string;
  readonly address: Address;
  /** Settles once the process has ended, however it ended. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Calls back with everything the process prints from now on. */
  onOutput(listener: (chunk: Buffer) => void): void;
  /** Memory in use now, when it is cheap to know. */
  memoryUsed(): Bytes | null;
  /** Asks it to end, or ends it. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Ends it and removes all that was made for it. */
  remove(): Promise<void>;
}

/** An image as the engine keeps it. Disposing removes what was made for it, not the shared base. */
export interface InstalledImage extends AsyncDisposable {
  start(spec: ContainerSpec): Promise<Container>;
}

/** What can run containers: one implementation for runc, one for the Docker Engine API. */
export interface ContainerEngine extends AsyncDisposable {
  readonly id: 'runc' | 'docker';
  /** e.g. `runc 1.1.5`, `Docker 28.2`. */
  readonly title: string;
  install(image: Image): Promise<InstalledImage>;
  /** What it enforces. */
  capabilities(): readonly Capability[];
  /** Removes what engine processes of this checkout that are no longer alive have left. */
  removeLeftovers(): Promise<void>;
}

/** Limits that are the same under every engine. */
export const CONTAINER_LIMITS = {
  pids: 128,
  openFiles: 4096,
  tmpBytes: 64 * 1024 * 1024,
  shmBytes: 16 * 1024 * 1024,
  /** A machine that runs out of memory ends a container before anything else. */
  oomScoreAdj: 500,
} as const;

/** Inside: where the wrapper listens and where the services are. */
export const INSIDE = { socketDirectory: '/run/crossover', services: '/run/services' } as const;

/**
 * The share of the memory that V8 may fill before it gives up. Node sees no limit of its own under every
 * engine, and without this one it would grow until the kernel ends it, with no word about why.
 */
export const heapMiB = (memory: MiB): number =>
  Math.max(64, Math.floor(memory - Math.max(56, memory * 0.25)));

/** The environment of the code: what the image sets, what the deployment sets, what the engine must set. */
export function environmentOf(spec: ContainerSpec, own: Readonly<Record<string, string>>): string[] {
  const services = spec.services.map(({ name }) => [
    `${name.toUpperCase().replaceAll('-', '_')}_SOCKET`,
    `${INSIDE.services}/${name}.sock`,
  ]);
  const all = { ...spec.environment, ...Object.fromEntries(services), ...own };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

/** What the container starts. */
export const commandOf = ({ memory }: ContainerSpec): string[] => [
  `/${NODE_PATH}`,
  `--max-old-space-size=${heapMiB(memory)}`,
  '/var/runtime/server.mjs',
];

/** What a strategy found out about one engine. */
export interface Finding {
  engine: ContainerEngine | null;
  capability: Capability;
}
