import { randomBytes } from 'node:crypto';
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

/**
 * Who asks, by a cookie that scripts cannot read and other sites cannot send. What a browser deploys in the playground
 * is its own by this id. A caller that keeps no cookies is another one each time.
 */
export function browserOf(request: Request): Browser {
  const known = cookieOf(request.headers.get('cookie'), BROWSER_COOKIE) ?? '';
  if (ID.test(known)) return { id: known, headers: {} };
  const id = randomBytes(16).toString('base64url');
  const cookie = `${BROWSER_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`;
  return { id, headers: { 'set-cookie': cookie } };
}
