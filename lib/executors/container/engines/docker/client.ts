import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import Docker from 'dockerode';

/** A client of the Docker Engine API whose connections are its own and end with it. */
export interface Client {
  docker: Docker;
  close(): void;
}

/** As Node's own agent keeps connections: for a moment, since the next request mostly comes at once. */
const KEEPING = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 } as const;

/** Speaks to a unix socket of this machine, whatever DOCKER_HOST says, which dockerode would otherwise mix in. */
export const dockerAt = (socketPath: string, agent?: Agent): Docker =>
  new Docker({ socketPath, host: '', protocol: 'http', ...(agent ? { agent } : {}) });

export function clientAt(socketPath: string): Client {
  const agent = new Agent(KEEPING);
  return { docker: dockerAt(socketPath, agent), close: () => agent.destroy() };
}

/** As dockerode understands the environment: DOCKER_HOST, DOCKER_CERT_PATH and DOCKER_TLS_VERIFY. */
export function clientOfEnvironment(): Client {
  const docker = new Docker();
  const modem = docker.modem as { protocol?: string; agent?: Agent };
  const agent = modem.protocol === 'https' ? new TlsAgent(KEEPING) : new Agent(KEEPING);
  modem.agent = agent;
  return { docker, close: () => agent.destroy() };
}
