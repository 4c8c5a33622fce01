import type { ServerFile } from '#lib/domain/execution/container-options.ts';
import type { EngineId, EngineInfo } from '#lib/domain/execution/engines.ts';
import type { Capability, ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import type { KilledFor } from '../../machine/kills.ts';
import { PROGRAM_ENVIRONMENT, serviceVariables } from '../../source/task-environment.ts';
import type { Image } from '../image/image.ts';
import type { Program } from '../image/program.ts';

export { CONTAINER_LIMITS } from './container-limits.ts';

/** One container to start. Its image was installed before. */
export interface ContainerSpec {
  /** Short and unique among the containers of this process; letters, digits and `-`. */
  id: string;
  memory: MiB;
  cpus: number;
  environment: Readonly<Record<string, string>>;
  services: readonly ServiceMount[];
  /** Lets it reach the network. */
  egress: boolean;
}

/** Where a container's HTTP server is reached. */
export type Address =
  /** `forwarded`: the socket is ours and leads to a port, it is not the container's own. */
  | { readonly socketPath: string; readonly forwarded?: true }
  /** Of this machine's loopback unless another host is named. */
  | { readonly port: number; readonly host?: string };

/** The origin of what listens at a port. */
export const originOf = ({ host = '127.0.0.1', port }: { host?: string; port: number }): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

export interface Exit {
  /** Exit code, 128 + n after signal n; null when it is not known. */
  code: number | null;
  /** Whose want of memory ended it. Only on evidence of the kernel: exit code 137 is no proof. */
  killedFor: KilledFor | null;
}

/** What a container has used so far, by the kernel's count; null where this engine or machine cannot tell. */
export interface ContainerUsage {
  cpuTime: Ms | null;
  memoryUsed: Bytes | null;
  memoryPeak: Bytes | null;
  /** Scheduling periods in which the CPU limit held it back, of all in which it ran. */
  throttledPeriods: number | null;
  periods: number | null;
  throttledTime: Ms | null;
  oomKills: number | null;
}

export const NO_USAGE: ContainerUsage = {
  ...{ cpuTime: null, memoryUsed: null, memoryPeak: null },
  ...{ throttledPeriods: null, periods: null, throttledTime: null, oomKills: null },
};

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
  /** Never rejects. Before `remove` also of a container whose process has ended, where the engine can. */
  usage(): Promise<ContainerUsage>;
  /** Asks it to end, or ends it. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Ends it and removes all that was made for it. */
  remove(): Promise<void>;
}

/** An image as the engine keeps it. Disposing removes what was made for it, not the shared base. */
export interface InstalledImage extends AsyncDisposable {
  start(spec: ContainerSpec): Promise<Container>;
}

/** What an engine has built by itself. */
export interface BuiltImage {
  installed: InstalledImage;
  program: Program;
  digest: string;
  codeBytes: Bytes;
  baseBytes: Bytes;
  layers: number;
}

/** What can run containers: one implementation for runc, one for the Docker Engine API (Docker and Podman). */
export interface ContainerEngine extends AsyncDisposable {
  readonly id: EngineId;
  /** e.g. `runc 1.1.5`, `Docker 28.2`. */
  readonly title: string;
  /** Its containers use this machine's memory and processors. */
  readonly here: boolean;
  install(image: Image): Promise<InstalledImage>;
  /** Builds the Dockerfile among these files; only engines that can have it. */
  build?(files: readonly ServerFile[]): Promise<BuiltImage>;
  /** What it enforces. */
  capabilities(): readonly Capability[];
  /** Removes what engine processes of this checkout that are no longer alive have left. */
  removeLeftovers(): Promise<void>;
}

/** Inside: where the wrapper listens and where the services are. */
export const INSIDE = { socketDirectory: '/run/crossover', services: '/run/services' } as const;

/** `NAME=value`, each name once: what the image sets, then the deployment, then what the engine must set. */
export function environmentOf(
  { environment }: Program,
  spec: ContainerSpec,
  own: Readonly<Record<string, string>>,
): string[] {
  const image = environment.map((line) => [line.slice(0, line.indexOf('=')), line] as const);
  const later = {
    HOME: PROGRAM_ENVIRONMENT.HOME,
    ...spec.environment,
    ...serviceVariables(spec.services),
    ...own,
  };
  const told = Object.entries(later).map(([name, value]) => [name, `${name}=${value}`] as const);
  return [...new Map([...image, ...told]).values()];
}

/** What a strategy found out about one engine. */
export interface Finding {
  engine: ContainerEngine | null;
  info: EngineInfo;
}
