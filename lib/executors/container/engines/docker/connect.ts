import { release } from 'node:os';
import type Docker from 'dockerode';
import { CrossoverError } from '#lib/domain/errors.ts';
import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { Ms } from '#lib/domain/units.ts';
import { within } from '../../../host/within.ts';
import type { Opened, Product } from './endpoints.ts';
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
  /** Its containers can be put into a control group of ours. */
  takesGroup: boolean;
  close(): Promise<void>;
}

const PING_MS: Ms = 2_000;

/** It may only be busy: what was made there is kept. */
export class SilenceError extends Error {}

/** @throws SilenceError */
const answered = <T>(promise: Promise<T>, patience: Ms): Promise<T> =>
  within(promise, patience, () => {
    throw new SilenceError(`no answer within ${patience} ms`);
  });

/** What we read of `GET /info`; Docker and Podman both have these. */
interface Info {
  KernelVersion?: string;
  MemoryLimit?: boolean;
  CpuCfsQuota?: boolean;
  PidsLimit?: boolean;
  CgroupDriver?: string;
}

/** What an engine says of itself. */
export type Identity = Pick<Connection, 'title' | 'product' | 'transport' | 'limits' | 'takesGroup'>;

/**
 * Asks over connections of its own, which end with the answer, and with the silence.
 * @throws SilenceError when nothing comes, Error when it refuses
 */
export async function identify({ client, socketPath }: Opened): Promise<Identity> {
  const { docker, close } = client();
  try {
    await answered(docker.ping(), PING_MS);
    const [version, info] = await answered(
      Promise.all([docker.version(), docker.info() as Promise<Info>]),
      PING_MS * 2,
    );
    return identityOf(version, info, socketPath);
  } finally {
    close();
  }
}

function identityOf(version: Docker.DockerVersion, info: Info, socketPath: string | null): Identity {
  const isPodman = (version.Components ?? []).some(({ Name }) => /podman/i.test(Name));
  const product: Product = isPodman ? 'podman' : 'docker';
  // A unix socket of another kernel is a virtual machine's (Docker Desktop, Colima): no directory is shared with it.
  const local = socketPath !== null && info.KernelVersion === release();
  return {
    product,
    title: `${ENGINE_NAMES[product]} ${version.Version.replace(/[+~].*$/, '')}`,
    transport: local ? 'socket' : 'port',
    // systemd takes no groups but its own; Podman puts a process of its own beside each container.
    takesGroup: local && !isPodman && info.CgroupDriver === 'cgroupfs',
    limits: {
      memory: info.MemoryLimit !== false,
      cpu: info.CpuCfsQuota !== false,
      pids: info.PidsLimit !== false,
    },
  };
}

/** A connection to work with, of an engine that has said who it is. */
export function connectionTo(name: string, opened: Opened, identity: Identity): Connection {
  const { docker, close } = opened.client();
  return {
    ...{ ...identity, docker, name, publishing: opened.publishing },
    async close() {
      close();
      await opened.close();
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
