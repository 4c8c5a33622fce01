import type { IncomingMessage, ServerResponse } from 'node:http';
import next from 'next';
import type { Ms } from '#lib/domain/units.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { database } from '../database/database.ts';
import { RETRY_AFTER } from '../database/outage.ts';
import { readEnv } from '../env.ts';
import { headersForPage } from '../http/browser.ts';
import { openStreams } from '../live/event-stream.ts';
import { logError } from '../log.ts';
import { closeQueue } from '../queue/queue.ts';
import { watchForUntaken } from '../services/end-untaken.ts';
import { endWithSupervisor } from '../supervisor.ts';
import { answerAway, needsDatabase } from './away.ts';
import { DatabaseWatch } from './database-watch.ts';
import type { GuardConfig } from './guard.ts';
import { Guesses } from './guesses.ts';
import { newNonce, securityHeaders } from './headers.ts';
import { neighboursOf } from './neighbours.ts';
import { createGuardedServer } from './server.ts';

/** Without a supervisor. Nothing of it has to be put in order. */
const END_DEADLINE: Ms = 5_000;

/** The web process: Next behind the guard. It never runs a user's code and never makes load. */
const atTheEnd = endWithSupervisor();
const env = readEnv();
const config: GuardConfig = {
  allowedHosts: env.CROSSOVER_ALLOWED_HOSTS.split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean),
  token: env.CROSSOVER_TOKEN ?? null,
  neighbours: neighboursOf(env),
  guesses: new Guesses(),
};

const app = next({ dev: false, dir: projectRoot, hostname: env.CROSSOVER_HOST, port: env.CROSSOVER_PORT });
await app.prepare();
const handle = app.getRequestHandler();
const untaken = watchForUntaken();
const watch = new DatabaseWatch(database().url);

const server = createGuardedServer(config, (request, response) => void serve(request, response));

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  nameTypePlainly(response);
  const nonce = newNonce();
  const headers = securityHeaders(nonce);
  const all = { ...headers, ...headersForPage(request) };
  for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
  // Next reads the nonce for its own scripts from the policy in the request; the layout for those of the theme.
  request.headers['content-security-policy'] = headers['content-security-policy'];
  request.headers['x-nonce'] = nonce;
  if (watch.away && needsDatabase(request)) return answerAway(request, response);
  sayAway(response);
  try {
    await handle(request, response);
  } catch (error) {
    logError(`${request.method} ${request.url}`, error);
    if (!response.headersSent) response.writeHead(500).end();
  }
}

/** A page that failed while the database went away says so by its status, too. */
function sayAway(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, ...rest: []) => {
    if (status !== 500 || !watch.away) return writeHead(status, ...rest);
    response.setHeader('retry-after', RETRY_AFTER);
    return writeHead(503, ...rest);
  }) as typeof response.writeHead;
}

/** Next names the type of an API's answer in a list of one, in which its compression does not see what can be compressed. */
function nameTypePlainly(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    const [only, ...more] = Array.isArray(value) ? value : [];
    const isList = name.toLowerCase() === 'content-type' && only !== undefined && more.length === 0;
    return setHeader(name, isList ? only : value);
  };
}

async function stop(): Promise<void> {
  for (const end of [...openStreams()]) end();
  server.close();
  server.closeAllConnections();
  untaken[Symbol.dispose]();
  await watch[Symbol.asyncDispose]();
  await closeQueue();
  await app.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
atTheEnd(() => void stop(), END_DEADLINE);

server.once('error', (error: NodeJS.ErrnoException) => {
  process.send?.({ failed: error.code ?? 'error', message: error.message });
  process.exit(1);
});
server.listen(env.CROSSOVER_PORT, env.CROSSOVER_HOST, () => {
  const address = server.address();
  process.send?.({ listening: typeof address === 'object' ? address?.port : env.CROSSOVER_PORT });
});
