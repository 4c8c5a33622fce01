import { existsSync } from 'node:fs';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { CrossoverError } from '#lib/domain/errors.ts';
import { ENGINE_NAMES, type EngineId } from '#lib/domain/execution/engines.ts';

/** Whose daemon answers. */
export type Product = Exclude<EngineId, 'runc'>;

/** One place where an engine may answer. */
export interface Endpoint {
  /** As a person would write it, e.g. `unix:///var/run/docker.sock`. */
  name: string;
  /** Whose usual place it is; null where a person named it. */
  product: Product | null;
  /** Set for a unix socket. */
  socketPath: string | null;
  connect(): Docker;
}

const unix = (socketPath: string, product: Product | null = null): Endpoint => ({
  name: `unix://${socketPath}`,
  product,
  socketPath,
  connect: () => new Docker({ socketPath }),
});

// No time limit on the client: waiting for a container's end is one long request.

/** DOCKER_HOST as dockerode understands it: unix, tcp and http; certificates by DOCKER_CERT_PATH. */
function fromEnvironment(host: string): Endpoint {
  if (host.startsWith('unix://')) return unix(host.slice('unix://'.length));
  return { name: host, product: null, socketPath: null, connect: () => new Docker() };
}

/**
 * Where to ask, in order: what the user says, then the sockets of Docker and Podman. A socket that is not
 * there is left out; one that is there still has to answer.
 */
export function endpoints(environment: NodeJS.ProcessEnv = process.env): Endpoint[] {
  const host = environment.DOCKER_HOST;
  if (host) return [fromEnvironment(host)];
  const runtimeDirectory = environment.XDG_RUNTIME_DIR;
  const own = (name: string) => (runtimeDirectory ? [join(runtimeDirectory, name)] : []);
  const sockets: Readonly<Record<Product, readonly string[]>> = {
    docker: ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock'), ...own('docker.sock')],
    podman: ['/run/podman/podman.sock', ...own('podman/podman.sock')],
  };
  return (['docker', 'podman'] as const).flatMap((product) =>
    sockets[product].filter((path) => existsSync(path)).map((path) => unix(path, product)),
  );
}

/** How requests reach a container of this engine. */
export type Transport = 'socket' | 'port';

export interface Connection {
  docker: Docker;
  endpoint: Endpoint;
  /** e.g. `Docker 28.2`, `Podman 5.1`. */
  title: string;
  product: Product;
  transport: Transport;
  /** What the engine says it cannot limit. */
  limits: { memory: boolean; cpu: boolean; pids: boolean };
}

const PING_MS = 2_000;

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms).unref();
  });
  return Promise.race([promise, late]);
}

/** What we read of `GET /info`; Docker and Podman both have these. */
interface Info {
  KernelVersion?: string;
  MemoryLimit?: boolean;
  CpuCfsQuota?: boolean;
  PidsLimit?: boolean;
}

/** Asks an endpoint who it is. @throws Error when it does not answer */
export async function ask(endpoint: Endpoint): Promise<Connection> {
  const docker = endpoint.connect();
  await within(docker.ping(), PING_MS);
  const [version, info] = await within(
    Promise.all([docker.version(), docker.info() as Promise<Info>]),
    PING_MS * 2,
  );
  const isPodman = (version.Components ?? []).some(({ Name }) => /podman/i.test(Name));
  const product: Product = isPodman ? 'podman' : 'docker';
  // A unix socket of another kernel is a virtual machine's (Docker Desktop, Colima): no directory is shared with it.
  const local = endpoint.socketPath !== null && info.KernelVersion === release();
  return {
    docker,
    endpoint,
    product,
    title: `${ENGINE_NAMES[product]} ${version.Version.replace(/[+~].*$/, '')}`,
    transport: local ? 'socket' : 'port',
    limits: {
      memory: info.MemoryLimit !== false,
      cpu: info.CpuCfsQuota !== false,
      pids: info.PidsLimit !== false,
    },
  };
}

/** An engine's refusal as our own error. */
export function engineError(doing: string, error: unknown): CrossoverError {
  return new CrossoverError(
    {
      code: 'container-engine-failed',
      owner: 'ours',
      message: `The container engine could not ${doing}.`,
      remedy: 'See whether the engine works, e.g. with "docker info", and try again.',
      detail: error instanceof Error ? error.message : String(error),
    },
    { cause: error },
  );
}
