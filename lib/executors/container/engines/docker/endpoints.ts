import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import { type Client, clientAt, clientOfEnvironment } from './client.ts';
import { atAddress, atLoopback, type Publishing, throughTunnel } from './publishing.ts';
import { openTunnel, parseSshHost } from './tunnel.ts';

/** Whose daemon answers. */
export type Product = Exclude<EngineId, 'runc'>;

/** A way to an engine that was opened. */
export interface Opened {
  /** A client of this way; whoever asks for it closes it. */
  client(): Client;
  /** Set for a unix socket of this machine, whose daemon may share directories with us. */
  socketPath: string | null;
  publishing: Publishing;
  /** Ends the way itself, after its clients. */
  close(): Promise<void>;
}

/** One place where an engine may answer. */
export interface Endpoint {
  /** As a person would write it, e.g. `unix:///var/run/docker.sock`. */
  name: string;
  /** Whose usual place it is; null where a person named it. */
  product: Product | null;
  /** @throws Error when there is no way to it */
  open(): Promise<Opened>;
}

const nothing = async (): Promise<void> => {};

const unix = (socketPath: string, product: Product | null = null): Endpoint => ({
  name: `unix://${socketPath}`,
  product,
  open: async () => ({
    client: () => clientAt(socketPath),
    socketPath,
    publishing: atLoopback,
    close: nothing,
  }),
});

/** As dockerode understands it: tcp, http and https; certificates by DOCKER_CERT_PATH and DOCKER_TLS_VERIFY. */
const tcp = (name: string): Endpoint => ({
  name,
  product: null,
  async open() {
    const publishing = await atAddress(new URL(name).hostname);
    return { client: clientOfEnvironment, socketPath: null, publishing, close: nothing };
  },
});

/** By the machine's own ssh, so that its keys, its agent, its settings and its known hosts count. */
const ssh = (name: string): Endpoint => ({
  name,
  product: null,
  async open() {
    const tunnel = await openTunnel(parseSshHost(name));
    return {
      client: () => clientAt(tunnel.socketPath),
      socketPath: null,
      publishing: throughTunnel(tunnel),
      close: tunnel.close,
    };
  },
});

// No time limit on the client: waiting for a container's end is one long request.

function fromEnvironment(host: string): Endpoint {
  if (host.startsWith('unix://')) return unix(host.slice('unix://'.length));
  if (host.startsWith('ssh://')) return ssh(host);
  return tcp(host.includes('://') ? host : `tcp://${host}`);
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
