import { type Child, endOf, firstMessage, startChild } from './child.ts';
import { keepRunning } from './keep-running.ts';
import { cannotListen } from './port.ts';

export interface WebOptions {
  databaseUrl: string;
  host: string;
  port: number;
  allowedHosts: string;
  token: string | null;
  /** `host:port` of the machine that needs no token; empty: none. */
  openTo: string;
}

/**
 * V8 lets a heap grow to some times what is alive in it before it looks for garbage: under a steady crowd that of the web
 * process went up and down by 100 MiB every other minute, with 90 MiB alive. A quarter more has to do, for a collection of
 * less than a tenth of a second every fifteen.
 */
const FLAGS = ['--heap-growing-percent=25'] as const;

type Reply = { port: number } | { failed: string };

function replyOf(message: object): Reply | undefined {
  if ('listening' in message) return { port: Number(message.listening) };
  return 'failed' in message ? { failed: String(message.failed) } : undefined;
}

/** Starts the web process and waits until it listens. `port` 0 takes any free one. */
export async function startWeb(options: WebOptions): Promise<{ child: Child; port: number }> {
  const child = startChild(
    'lib/server/web/main.ts',
    {
      DATABASE_URL: options.databaseUrl,
      CROSSOVER_HOST: options.host,
      CROSSOVER_PORT: String(options.port),
      CROSSOVER_ALLOWED_HOSTS: options.allowedHosts,
      CROSSOVER_PUBLISHED: options.openTo,
      ...(options.token ? { CROSSOVER_TOKEN: options.token } : {}),
    },
    FLAGS,
  );
  const reply = await firstMessage(child, replyOf);
  if ('port' in reply) return { child, port: reply.port };
  throw cannotListen(reply.failed, options);
}

/** Keeps one web process running, always on the port that the first one got. */
export async function superviseWeb(
  options: WebOptions,
  say: (text: string) => void,
): Promise<{ port: number; stop(): Promise<void> }> {
  let { port } = options;
  const { first, stop } = await keepRunning(
    {
      name: 'The web process',
      async start() {
        const web = await startWeb({ ...options, port });
        port = web.port;
        return web;
      },
      ended: ({ child }) => endOf(child),
      stop: ({ child }) => child.stop(),
    },
    say,
  );
  return { port: first.port, stop };
}
