import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { HOP_BY_HOP, isOurs } from '../../host/plain-http/header-names.ts';

const NONE: ReadonlySet<string> = new Set();

/** The names that `Connection` declares to be of this connection too. */
export const declared = (connection: string | undefined): ReadonlySet<string> =>
  connection === undefined || connection === '' || connection === 'keep-alive' || connection === 'close'
    ? NONE
    : new Set(connection.split(',').map((name) => name.trim().toLowerCase()));

function pairs(raw: readonly string[], keep: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let n = 0; n + 1 < raw.length; n += 2) {
    const name = raw[n] ?? '';
    if (keep(name.toLowerCase())) kept.push(name, raw[n + 1] ?? '');
  }
  return kept;
}

/** What a proxy says about who asked it. */
function forwarded({ socket, headers }: IncomingMessage): string[] {
  const before = headers['x-forwarded-for'];
  const address = socket.remoteAddress ?? 'unknown';
  const chain = before === undefined ? address : `${before}, ${address}`;
  return [
    ...['x-forwarded-for', chain, 'x-forwarded-proto', 'http'],
    ...(headers.host === undefined ? [] : ['x-forwarded-host', headers.host]),
  ];
}

export const FORWARDED = /^x-forwarded-(for|proto|host)$/;

/** The request's headers as the replica gets them, names and values in turn. */
export function requestHeaders(request: IncomingMessage): string[] {
  const own = declared(request.headers.connection);
  const keep = (name: string) =>
    !HOP_BY_HOP.has(name) && !isOurs(name) && !own.has(name) && !FORWARDED.test(name);
  return [...pairs(request.rawHeaders, keep), ...forwarded(request)];
}

/** The same for a change of protocol, which needs its `Connection` and `Upgrade`. */
export function upgradeHeaders(request: IncomingMessage): string[] {
  const keep = (name: string) => !isOurs(name) && !FORWARDED.test(name);
  return [...pairs(request.rawHeaders, keep), ...forwarded(request)];
}

/** The answer's headers as the client gets them: none of this hop, none that only our wrapper writes for us. */
export function responseHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !HOP_BY_HOP.has(name) && !isOurs(name)) kept[name] = value;
  }
  return kept;
}
