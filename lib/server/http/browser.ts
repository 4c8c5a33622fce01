import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookieOf } from './cookies.ts';

export const BROWSER_COOKIE = 'browser';

export interface Browser {
  /** Random; nobody else knows it. */
  id: string;
  /** Headers of the answer: they give the id to one who came without. */
  headers: Record<string, string>;
}

/** 128 bits as base64url, as they are given here; anything else in the cookie is no id. */
const ID = /^[\w-]{22}$/;

const isKnown = (id: string | undefined): id is string => id !== undefined && ID.test(id);

function newBrowser(): Browser {
  const id = randomBytes(16).toString('base64url');
  const cookie = `${BROWSER_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`;
  return { id, headers: { 'set-cookie': cookie } };
}

/**
 * Who asks, by a cookie that scripts cannot read and other sites cannot send. What a browser deploys in the playground
 * is its own by this id. A caller that keeps no cookies is another one each time.
 */
export function browserOf(request: Request): Browser {
  const known = cookieOf(request.headers.get('cookie'), BROWSER_COOKIE);
  return isKnown(known) ? { id: known, headers: {} } : newBrowser();
}

/** A shared report is read by others, who do nothing here. */
const SHARED = /^\/r\//;

/**
 * Headers of a page for a browser that has no id yet. It has one before the page asks for anything: two first requests
 * at once would give it two, and what it deploys by one of them it would not see by the other.
 */
export function headersForPage({ method, url = '', headers }: IncomingMessage): Record<string, string> {
  const isPage = method === 'GET' && headers.accept?.includes('text/html') && !SHARED.test(url);
  return isPage && !isKnown(cookieOf(headers.cookie, BROWSER_COOKIE)) ? newBrowser().headers : {};
}
