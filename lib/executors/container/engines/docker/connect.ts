import { release } from 'node:os';
import type Docker from 'dockerode';
import { CrossoverError } from '#lib/domain/errors.ts';
import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { Endpoint, Opened, Product } from './endpoints.ts';
import type { Publishing } from './publishing.ts';

/** How requests reach a container of this engine. */
export type Transport = 'socket' | 'port';

export interface Connection {
  docker: Docker;
  /** Where it answers, as a person would write it. */
  name: string;
  /** e.g. `Docker 28.2`, `Podman 5.1`. */
  title: string;
  product: Product;
  transport: Transport;
  publishing: Publishing;
  /** What the engine says it cannot limit. */
  limits: { memory: boolean; cpu: boolean; pids: boolean };
  close(): Promise<void>;
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

async function identify(
  name: string,
  { docker, socketPath, publishing, close }: Opened,
): Promise<Connection> {
  await within(docker.ping(), PING_MS);
  const [version, info] = await within(
    Promise.all([docker.version(), docker.info() as Promise<Info>]),
    PING_MS * 2,
  );
  const isPodman = (version.Components ?? []).some(({ Name }) => /podman/i.test(Name));
  const product: Product = isPodman ? 'podman' : 'docker';
  // A unix socket of another kernel is a virtual machine's (Docker Desktop, Colima): no directory is shared with it.
  const local = socketPath !== null && info.KernelVersion === release();
  return {
    ...{ docker, name, product, publishing, close },
    title: `${ENGINE_NAMES[product]} ${version.Version.replace(/[+~].*$/, '')}`,
    transport: local ? 'socket' : 'port',
    limits: {
      memory: info.MemoryLimit !== false,
      cpu: info.CpuCfsQuota !== false,
      pids: info.PidsLimit !== false,
    },
  };
}

/** Asks an endpoint who it is. @throws Error when it does not answer */
export async function ask(endpoint: Endpoint): Promise<Connection> {
  const opened = await endpoint.open();
  try {
    return await identify(endpoint.name, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
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
