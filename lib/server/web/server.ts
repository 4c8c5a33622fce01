import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type Decision, type GuardConfig, guard, TOKEN_COOKIE } from './guard.ts';

/** An HTTP server whose requests reach `serve` only through the guard. */
export function createGuardedServer(config: GuardConfig, serve: RequestListener): Server {
  const options = {
    // Next adds an 'upgrade' listener of its own, and such requests would go around the guard. Nothing here
    // speaks another protocol, so they are requests like all others.
    shouldUpgradeCallback: () => false,
  };
  return createServer(options, (request, response) => {
    const decision = guard(
      { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers },
      config,
    );
    if (decision.allow) serve(request, response);
    else refuse(response, decision, config.token);
  });
}

function refuse(
  response: ServerResponse,
  decision: Exclude<Decision, { allow: true }>,
  token: string | null,
): void {
  if (decision.status === 303) {
    const cookie = `${TOKEN_COOKIE}=${encodeURIComponent(token ?? '')}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000`;
    response.writeHead(303, { location: decision.location, 'set-cookie': cookie }).end();
    return;
  }
  const problem = {
    code: 'refused',
    owner: 'yours',
    message: decision.message,
    remedy: 'See the README on access.',
  };
  response
    .writeHead(decision.status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ problem }));
}
