import { once } from 'node:events';
import { createServer } from 'node:net';
import { CrossoverError } from '#lib/domain/errors.ts';

export interface Address {
  host: string;
  port: number;
}

export function cannotListen(reason: string, { host, port }: Address): CrossoverError {
  const taken = reason === 'EADDRINUSE';
  return new CrossoverError({
    code: taken ? 'port-taken' : 'cannot-listen',
    owner: 'yours',
    message: taken ? `Port ${port} on ${host} is taken.` : `Cannot listen on ${host}:${port} (${reason}).`,
    remedy: taken
      ? `Stop what uses it, or choose another: CROSSOVER_PORT=${port + 1} npm start`
      : 'Choose another address with CROSSOVER_HOST and CROSSOVER_PORT.',
  });
}

/**
 * Asks for the address and gives it back: a start that cannot succeed ends before a database is made for it.
 *
 * @throws CrossoverError `port-taken` or `cannot-listen`
 */
export async function assertCanListen({ host, port }: Address): Promise<void> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(String(Object(error).code), { host, port });
  }
  server.close();
  await once(server, 'close');
}
