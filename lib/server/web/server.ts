import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Ms } from '#lib/domain/units.ts';
import { retryHeaders } from '../http/respond.ts';
import { CROWD_LIMITS, Crowd, type CrowdLimits } from './crowd.ts';
import { type Decision, type GuardConfig, guard, METHODS, TOKEN_COOKIE, tokenCookie } from './guard.ts';

export interface WaitLimits {
  /** For the head of a request, from the connection on. */
  headers: Ms;
  /** For the whole of a request. */
  request: Ms;
  /** Without a byte either way: a reader that does not read is cut off, and comes back with `Last-Event-ID`. */
  silence: Ms;
}
export const WAIT_LIMITS: WaitLimits = { headers: 10_000, request: 30_000, silence: 120_000 };

/** An HTTP server whose requests reach `serve` only through the guard, and only as many as there is room for. */
export function createGuardedServer(
  config: GuardConfig,
  serve: RequestListener,
  { crowd: limits = CROWD_LIMITS, waits = WAIT_LIMITS }: { crowd?: CrowdLimits; waits?: WaitLimits } = {},
): Server {
  const crowd = new Crowd(limits);
  const options = {
    // Next adds an 'upgrade' listener of its own, and such requests would go around the guard. Nothing here
    // speaks another protocol, so they are requests like all others.
    shouldUpgradeCallback: () => false,
    ...{ headersTimeout: waits.headers, requestTimeout: waits.request },
    connectionsCheckingInterval: Math.min(waits.headers, 5_000),
  };
  const server = createServer(options, (request, response) => {
    const place = crowd.admit(request);
    if (typeof place !== 'function') return refuse(response, place.status, place.message, CLOSE);
    response.once('close', place);
    const decision = guard(askedOf(request), config);
    if (decision.allow) serve(request, response);
    else refuseBy(response, decision, config.token ?? '');
  });
  server.prependListener('connection', (socket) => crowd.connected(socket));
  server.maxConnections = crowd.mostConnections;
  server.timeout = waits.silence;
  return server;
}

/** The rest of what came over the connection is not read. */
const CLOSE = { connection: 'close' };

const askedOf = (request: IncomingMessage) => ({
  ...{ method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers },
  ...{ rawHeaders: request.rawHeaders, address: request.socket.remoteAddress ?? '' },
});

function refuseBy(
  response: ServerResponse,
  decision: Exclude<Decision, { allow: true }>,
  token: string,
): void {
  if (decision.status === 303) {
    const cookie = `${TOKEN_COOKIE}=${tokenCookie(token)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000`;
    response.writeHead(303, { location: decision.location, 'set-cookie': cookie }).end();
  } else {
    const headers = {
      ...(decision.status === 405 ? { allow: METHODS.join(', ') } : {}),
      ...(decision.status === 429 ? { 'retry-after': String(decision.retrySeconds) } : {}),
    };
    refuse(response, decision.status, decision.message, headers);
  }
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  more: Record<string, string>,
): void {
  const problem = { code: 'refused', owner: 'yours', message, remedy: 'See the README on access.' };
  response
    .writeHead(status, { 'content-type': 'application/json', ...retryHeaders(status), ...more })
    .end(JSON.stringify({ problem }));
}
