import type { Capability } from '#lib/domain/execution/executor.ts';
import type { Finding } from '../engine.ts';
import { ask, type Endpoint, endpoints } from './connect.ts';
import { dockerEngine } from './engine.ts';

const line = (status: Capability['status'], detail: string): Capability => ({
  id: 'engine-docker',
  side: 'container',
  title: 'Docker Engine API',
  status,
  detail,
  remedy:
    status === 'ok'
      ? null
      : 'Start Docker or Podman (e.g. apt-get install docker.io), or set DOCKER_HOST to its address.',
});

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** A published port of another machine's loopback is out of reach. */
function isRemote({ socketPath, name }: Endpoint): boolean {
  if (socketPath !== null) return false;
  return !URL.canParse(name) || !LOOPBACK.test(new URL(name).hostname);
}

/** Asks each endpoint in turn; the first that answers is the engine. */
export async function findDocker(places: readonly Endpoint[] = endpoints()): Promise<Finding> {
  const silent: string[] = [];
  for (const endpoint of places) {
    if (isRemote(endpoint)) {
      silent.push(`${endpoint.name} is another machine, which is not supported`);
      continue;
    }
    try {
      const connection = await ask(endpoint);
      const capability = line('ok', `${connection.title} answers at ${endpoint.name}.`);
      return { engine: dockerEngine(connection), capability };
    } catch (error) {
      silent.push(`${endpoint.name} does not answer (${error instanceof Error ? error.message : error})`);
    }
  }
  const detail = silent.length > 0 ? `${silent.join('; ')}.` : 'There is no Docker or Podman socket.';
  return { engine: null, capability: line('missing', detail) };
}
