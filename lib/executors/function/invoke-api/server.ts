import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CrossoverError } from '#lib/domain/errors.ts';
import { type LocalServer, listenHere } from '../../host/local-server.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import * as concurrency from './concurrency.ts';
import { sendError } from './errors.ts';
import * as events from './event-invoke-config.ts';
import { type ApiRequest, apiRequest } from './http.ts';
import { invoke, invokeWithResponseStream } from './invoke.ts';
import * as manage from './manage.ts';

type Operation = (platform: FunctionPlatform, request: ApiRequest) => Promise<void>;
type Route = readonly [method: string, path: string, operation: Operation];

const ONE = '/functions/:name';

/** Every operation where the API's own reference has it. */
const ROUTES: readonly Route[] = [
  ['POST', `/2015-03-31${ONE}/invocations`, invoke],
  ['POST', `/2021-11-15${ONE}/response-streaming-invocations`, invokeWithResponseStream],
  ['POST', '/2015-03-31/functions', manage.createFunction],
  ['GET', '/2015-03-31/functions', manage.listFunctions],
  ['GET', `/2015-03-31${ONE}`, manage.getFunction],
  ['DELETE', `/2015-03-31${ONE}`, manage.deleteFunction],
  ['PUT', `/2015-03-31${ONE}/code`, manage.updateCode],
  ['GET', `/2015-03-31${ONE}/configuration`, manage.getConfiguration],
  ['PUT', `/2015-03-31${ONE}/configuration`, manage.updateConfiguration],
  ['POST', `/2015-03-31${ONE}/versions`, manage.publishVersion],
  ['GET', `/2015-03-31${ONE}/versions`, manage.listVersions],
  ['PUT', `/2017-10-31${ONE}/concurrency`, concurrency.putConcurrency],
  ['DELETE', `/2017-10-31${ONE}/concurrency`, concurrency.deleteConcurrency],
  ['GET', `/2019-09-30${ONE}/concurrency`, concurrency.getConcurrency],
  ['PUT', `/2019-09-30${ONE}/provisioned-concurrency`, concurrency.putProvisioned],
  ['GET', `/2019-09-30${ONE}/provisioned-concurrency`, concurrency.getProvisioned],
  ['DELETE', `/2019-09-30${ONE}/provisioned-concurrency`, concurrency.deleteProvisioned],
  ['PUT', `/2019-09-25${ONE}/event-invoke-config`, events.putEventInvokeConfig],
  ['POST', `/2019-09-25${ONE}/event-invoke-config`, events.updateEventInvokeConfig],
  ['DELETE', `/2019-09-25${ONE}/event-invoke-config`, events.deleteEventInvokeConfig],
  ['GET', `/2019-09-25${ONE}/event-invoke-config`, events.getEventInvokeConfig],
];

const COMPILED = ROUTES.map(([method, path, operation]) => ({
  ...{ method, operation },
  pattern: new RegExp(`^${path.replace(':name', '(?<name>[^/]+)')}/?$`),
}));

const refused = (code: string, message: string, remedy: string): CrossoverError =>
  new CrossoverError({ code, owner: 'yours', message, remedy });

/** A page of another site must not make functions here: no client of this API is a browser. */
function refuseForeign({ headers }: IncomingMessage): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const foreign = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  if (!foreign && ['127.0.0.1', 'localhost', '[::1]'].includes(host)) return;
  throw refused('foreign-request', 'This address is for programs on this machine.', 'Call it as 127.0.0.1.');
}

async function route(
  platform: FunctionPlatform,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  refuseForeign(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  for (const { method, pattern, operation } of COMPILED) {
    const found = method === request.method ? pattern.exec(pathname) : null;
    if (found === null) continue;
    const name = decodeURIComponent(found.groups?.name ?? '');
    return operation(platform, apiRequest(request, response, { name }, searchParams));
  }
  throw refused(
    'unknown-operation',
    `There is no ${request.method} ${pathname.slice(0, 200)} here.`,
    'See the API reference.',
  );
}

/** Serves AWS Lambda's API on this machine only. Port 0 takes any. */
export function serveLambdaApi(platform: FunctionPlatform, port = 0): Promise<LocalServer> {
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    response.on('error', () => {});
    route(platform, request, response).catch((error: unknown) => sendError(response, error));
  });
  return listenHere(server, port);
}
