import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { cookieOf } from '../http/cookies.ts';
import { type Guesses, placeOf } from './guesses.ts';

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
  /** Addresses that need no token: the machine that publishes our port on its own loopback alone. */
  neighbours?: ReadonlySet<string>;
  /** How many wrong tokens there were. */
  guesses: Guesses;
}

export interface GuardedRequest {
  method: string;
  /** Path with query, as received. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Every name and value in turn, as received: `headers` keeps only the first of two hosts. */
  rawHeaders: readonly string[];
  /** Of the other end. */
  address: string;
}

export type Decision =
  | { allow: true }
  /** The token came in the URL: keep it in a cookie and take it out of the address. */
  | { allow: false; status: 303; location: string; setToken: true }
  | { allow: false; status: 429; retrySeconds: number; message: string }
  | { allow: false; status: 400 | 401 | 403 | 405; message: string };

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
export const TOKEN_COOKIE = 'crossover_token';

/** A shared report is public by its unguessable slug; so are the files its page is drawn with. */
const PUBLIC = [
  /^\/r\/[\w-]+(\/[\w.-]+)?$/,
  /^\/api\/shares\/[\w-]+\/[\w.]+$/,
  /^\/_next\/static\/[\w./~-]+$/,
  /^\/(favicon\.ico|icon[\w.-]*)$/,
];

/** A route takes one of these; TRACE would tell a script what its browser sends, the rest is for other servers. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/** Two of one of these are read by one program as the first and by another as the last. */
const ONCE = new Set(['host', 'origin', 'authorization', 'content-type', 'content-length', 'sec-fetch-site']);

const isDoubled = ({ rawHeaders }: GuardedRequest): boolean => {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  return [...ONCE].some((name) => names.indexOf(name) !== names.lastIndexOf(name));
};

export function guard(request: GuardedRequest, config: GuardConfig): Decision {
  if (!METHODS.includes(request.method)) return refuse(405, `The method ${request.method} is not allowed.`);
  if (isDoubled(request)) return refuse(400, 'A header that may stand there once stands there twice.');
  const host = single(request.headers.host);
  if (!host || !isAllowedHost(host, config)) {
    return refuse(403, `The host "${host ?? ''}" is not allowed. Set CROSSOVER_ALLOWED_HOSTS to allow it.`);
  }
  const url = parse(request.url);
  if (!url) return refuse(400, 'The address is not valid.');
  if (!isSameOrigin(request, host)) {
    return refuse(403, 'A page of another site may not talk to Crossover.');
  }
  if (config.token === null) return { allow: true };
  // A token that is shown all the same is taken out of the address.
  const known = config.neighbours?.has(placeOf(request.address)) && !url.searchParams.has('token');
  return known ? { allow: true } : checkToken(request, url, config.token, config.guesses);
}

const refuse = (status: 400 | 401 | 403 | 405, message: string): Decision => ({
  allow: false,
  status,
  message,
});
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

/**
 * The cookie of who has shown the token. Made of it, and as long as a digest: nobody guesses it, so it is compared
 * also while too many tokens were wrong, and who is inside stays inside. One of an earlier token counts as none.
 */
export const tokenCookie = (token: string): string =>
  createHmac('sha256', token).update('crossover cookie').digest('base64url');

function checkToken(request: GuardedRequest, url: URL, token: string, guesses: Guesses): Decision {
  const cookie = cookieOf(single(request.headers.cookie), TOKEN_COOKIE);
  if (isPublic(request, url) || same(cookie, tokenCookie(token))) return { allow: true };
  const shown = request.method === 'GET' ? url.searchParams.get('token') : null;
  const given = [shown, bearerToken(request)].filter((one) => typeof one === 'string');
  if (given.length === 0) return refuse(401, NO_TOKEN);
  const wait = guesses.wait(request.address);
  if (wait > 0) return { allow: false, status: 429, retrySeconds: Math.ceil(wait / 1000), message: GUESSED };
  if (!given.some((one) => same(one, token))) {
    guesses.wrong(request.address);
    return refuse(401, NO_TOKEN);
  }
  if (!same(shown, token)) return { allow: true };
  url.searchParams.delete('token');
  return { allow: false, status: 303, location: `${url.pathname}${url.search}`, setToken: true };
}

const NO_TOKEN =
  'This Crossover demands its access token: open the address with ?token=… that its terminal shows.';
const GUESSED = 'Too many wrong access tokens came from there. Wait a minute, then try again.';

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
    // "/.//elsewhere" becomes "//elsewhere" only here, and a redirect to it would lead there.
    if (url.pathname.startsWith('//')) return null;
    // What does not decode to text, or to text that Postgres cannot look for, names nothing here.
    return decodeURIComponent(url.pathname).includes('\0') ? null : url;
  } catch {
    return null;
  }
}

const bearerToken = ({ headers }: GuardedRequest) =>
  /^Bearer (\S+)$/.exec(single(headers.authorization) ?? '')?.[1];

/** Compared by digest, so that the time says nothing about the token or its length. */
function same(given: string | null | undefined, expected: string): boolean {
  if (!given) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
