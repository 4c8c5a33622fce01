import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '#lib/executors/function/attacks/attack.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { TOKEN_COOKIE, tokenCookie } from '../../guard.ts';
import { GUESSES } from '../../guesses.ts';
import {
  allOf,
  counted,
  sendEach,
  statusOf,
  TOKEN,
  type WebArena,
  type WebAttack,
  written,
} from '../attack.ts';

/** Addresses that one may read of a report whose unguessable link one was given. */
const SHARED = /^\/(r|api\/shares)\//;

/** Every address of the product by its folder, so that a new one is tried, too. */
function addresses(): string[] {
  const files = readdirSync(join(projectRoot, 'app'), { recursive: true, encoding: 'utf8' });
  const found = files.filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file));
  return found.map((file) => `/${file.replace(/\/?(page\.tsx|route\.ts)$/, '').replaceAll(/\[\w+\]/g, 'x')}`);
}

const outside = (arena: WebArena, line: string, more = '') =>
  written({ ...arena, owner: '' }, { line, more });

async function everyAddress(arena: WebArena): Promise<Result> {
  const closed = addresses().filter((path) => !SHARED.test(path));
  const lines = closed.flatMap((path) =>
    ['GET', 'HEAD', 'POST', 'DELETE'].map((method) => `${method} ${path} HTTP/1.1`),
  );
  return allOf(
    await sendEach(
      arena,
      lines.map((line) => outside(arena, line)),
    ),
    /^401$/,
  );
}

/** Public addresses, ways up, and addresses they would lead to. */
const PUBLIC = ['/r', '/r/x', '/_next/static', '/_next/static/x', '/api/shares/x', '/icon', '/favicon.ico'];
const UP = [
  '/../..',
  '/%2e%2e/%2e%2e',
  '/..%2f..',
  '/%2e%2e%2f..',
  '/..;/..',
  '/.%00./..',
  '//../..',
  '/..%5c..',
  '/..\\..',
  '/%252e%252e/..',
];
const TARGETS = ['/api/samples', '/api/experiments'];

async function disguised(arena: WebArena): Promise<Result> {
  const paths = PUBLIC.flatMap((start) => UP.flatMap((up) => TARGETS.map((target) => start + up + target)));
  const outcomes: string[] = [];
  for (const path of paths) {
    const answer = (await arena.raw(outside(arena, `GET ${path} HTTP/1.1`))) ?? '';
    outcomes.push(/"slug"|"experiments"/.test(answer) ? 'read' : statusOf(answer));
  }
  return allOf(outcomes, /^(401|400|404|308)$/);
}

/** None of them is a guess: a cookie is compared as it comes. */
async function cookies(arena: WebArena): Promise<Result> {
  const token = arena.token ?? '';
  const right = tokenCookie(token);
  const values = [
    token,
    '',
    right.slice(1),
    right.slice(0, -1),
    `${right}x`,
    right.toUpperCase(),
    `"${right}"`,
    tokenCookie(''),
    'null',
    '%00',
  ];
  const sent = values.map((value) =>
    outside(arena, 'GET /api/samples HTTP/1.1', `Cookie: ${TOKEN_COOKIE}=${value}\r\n`),
  );
  return allOf(await sendEach(arena, sent), /^401$/);
}

/** The right token is among them, last; whoever guesses so long is not told. Its owner goes on meanwhile. */
async function guesses(arena: WebArena): Promise<Result> {
  const tokens = [
    ...Array.from({ length: GUESSES.perAddress * 3 }, (_, n) => `a-wrong-token-number-${n}`),
    arena.token ?? '',
  ];
  const sent = tokens.map((token, n) =>
    n % 2 === 0
      ? outside(arena, 'GET /api/samples HTTP/1.1', `Authorization: Bearer ${token}\r\n`)
      : outside(arena, `GET /api/samples?token=${token} HTTP/1.1`),
  );
  const outcomes = await sendEach(arena, sent);
  const compared = outcomes.filter((outcome) => outcome === '401').length;
  const owner = (await arena.ask('/api/samples')).status;
  const stopped = compared <= GUESSES.perAddress && outcomes.at(-1) === '429' && owner === 200;
  return { stopped, evidence: `${counted(outcomes)}; who is inside: ${owner}` };
}

const only = 'token' as const;

export const TOKENS: readonly WebAttack[] = [
  { name: 'every page and route without the token', layer: TOKEN, only, run: everyAddress },
  { name: 'addresses that begin as public ones', layer: TOKEN, only, run: disguised },
  { name: 'forged cookies', layer: TOKEN, only, run: cookies },
  // The last: for a minute no other token is compared from there.
  { name: 'guessing the token', layer: 'count of wrong tokens', only, run: guesses },
];
