import { CrossoverError } from '#lib/domain/errors.ts';
import { type Child, firstMessage, startChild } from './child.ts';

export interface WebOptions {
  databaseUrl: string;
  host: string;
  port: number;
  allowedHosts: string;
  token: string | null;
}

type Reply = { port: number } | { failed: string };

function replyOf(message: object): Reply | undefined {
  if ('listening' in message) return { port: Number(message.listening) };
  return 'failed' in message ? { failed: String(message.failed) } : undefined;
}

/** Starts the web process and waits until it listens. `port` 0 takes any free one. */
export async function startWeb(options: WebOptions): Promise<{ child: Child; port: number }> {
  const child = startChild('lib/server/web/main.ts', {
    DATABASE_URL: options.databaseUrl,
    CROSSOVER_HOST: options.host,
    CROSSOVER_PORT: String(options.port),
    CROSSOVER_ALLOWED_HOSTS: options.allowedHosts,
    ...(options.token ? { CROSSOVER_TOKEN: options.token } : {}),
  });
  const reply = await firstMessage(child, replyOf);
  if ('port' in reply) return { child, port: reply.port };
  throw cannotListen(reply.failed, options);
}

function cannotListen(reason: string, { host, port }: WebOptions): CrossoverError {
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
