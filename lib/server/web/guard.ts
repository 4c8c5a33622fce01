import { createHash, timingSafeEqual } from 'node:crypto';
import { cookieOf } from '../http/cookies.ts';

/**
 * Who may talk to the web process. The product runs code, so a page of another site open in the
 * same browser must not be able to make it do anything: not by a cross-site request (Origin and
 * Sec-Fetch-Site), not by DNS rebinding (Host). Beyond loopback everything but shared reports
 * demands the token.
 */
export interface GuardConfig {
  /** Host headers accepted, lower case, without port; loopback names are always accepted. */
  allowedHosts: readonly string[];
  /** Set when the product listens beyond loopback. */
  token: string | null;
}

export interface GuardedRequest {
  method: string;
  /** Path with query, as received. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export type Decision =
  | { allow: true }
  /** The token came in the URL: keep it in a cookie and take it out of the address. */
  | { allow: false; status: 303; location: string; setToken: true }
  | { allow: false; status: 400 | 401 | 403; message: string };

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
export const TOKEN_COOKIE = 'crossover_token';

/** A shared report is public by its unguessable slug; so are the files its page is drawn with. */
const PUBLIC = [
  /^\/r\/[\w-]+(\/[\w.-]+)?$/,
  /^\/api\/shares\/[\w-]+\/[\w.]+$/,
  /^\/_next\/static\/[\w./~-]+$/,
  /^\/(favicon\.ico|icon[\w.-]*)$/,
];

export function guard(request: GuardedRequest, config: GuardConfig): Decision {
  const host = single(request.headers.host);
  if (!host || !isAllowedHost(host, config)) {
    return refuse(403, `The host "${host ?? ''}" is not allowed. Set CROSSOVER_ALLOWED_HOSTS to allow it.`);
  }
  const url = parse(request.url);
  if (!url) return refuse(400, 'The address is not valid.');
  if (!isSameOrigin(request, host)) {
    return refuse(403, 'A page of another site may not talk to Crossover.');
  }
  return config.token === null ? { allow: true } : checkToken(request, url, config.token);
}

const refuse = (status: 400 | 401 | 403, message: string): Decision => ({ allow: false, status, message });
const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
const withoutPort = (host: string) => host.toLowerCase().replace(/:\d+$/, '');

const isAllowedHost = (host: string, config: GuardConfig) =>
  LOOPBACK.has(withoutPort(host)) || config.allowedHosts.includes(withoutPort(host));

/**
 * Following a link from another site is a top-level GET navigation and changes nothing; everything
 * else that a browser sends from another site is refused. What is no browser sends neither header.
 */
function isSameOrigin(request: GuardedRequest, host: string): boolean {
  const origin = single(request.headers.origin);
  const site = single(request.headers['sec-fetch-site']);
  if (origin !== undefined && originHost(origin) !== host.toLowerCase()) return false;
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return isNavigation(request);
}

const isNavigation = ({ method, headers }: GuardedRequest) =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return null; // "null": a sandboxed frame, a file, a data URL
  }
}

function checkToken(request: GuardedRequest, url: URL, token: string): Decision {
  if (isPublic(request, url)) return { allow: true };
  if (same(cookieToken(request) ?? bearerToken(request), token)) return { allow: true };
  if (request.method === 'GET' && same(url.searchParams.get('token'), token)) {
    url.searchParams.delete('token');
    return { allow: false, status: 303, location: `${url.pathname}${url.search}`, setToken: true };
  }
  return refuse(
    401,
    'This Crossover demands its access token: open the address with ?token=… that its terminal shows.',
  );
}

/** Read-only, and written plainly: what an address like "/r/x/../api" means is not left to two readers of it. */
const isPublic = ({ method, url: asWritten }: GuardedRequest, { pathname }: URL) =>
  (method === 'GET' || method === 'HEAD') &&
  asWritten.split('?', 1)[0] === pathname &&
  PUBLIC.some((pattern) => pattern.test(pathname));

/**
 * Only a path: not the whole URL of some host, which Next would redirect to, nor "*". Resolved against a
 * fixed origin, so that "//elsewhere" cannot become a redirect to another site.
 */
function parse(path: string): URL | null {
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return null;
  try {
    const url = new URL(path, 'http://crossover.invalid');
    // What does not decode to text, or to text that Postgres cannot look for, names nothing here.
    return decodeURIComponent(url.pathname).includes('\0') ? null : url;
  } catch {
    return null;
  }
}

/** Kept percent-encoded: a token may hold what ends a cookie. */
const cookieToken = ({ headers }: GuardedRequest) => cookieOf(single(headers.cookie), TOKEN_COOKIE);
const bearerToken = ({ headers }: GuardedRequest) =>
  /^Bearer (\S+)$/.exec(single(headers.authorization) ?? '')?.[1];

/** Compared by digest, so that the time says nothing about the token or its length. */
function same(given: string | null | undefined, expected: string): boolean {
  if (!given) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
