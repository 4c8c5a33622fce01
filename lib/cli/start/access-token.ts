import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossoverHome } from '#lib/executors/host/home.ts';
import { isLoopback } from '#lib/executors/host/loopback.ts';
import { type Env, LEAST_TOKEN } from '#lib/server/env.ts';

/** The token that a listener beyond loopback demands; made once and kept, so that links survive a restart. Null on loopback. */
export function accessToken(env: Env): string | null {
  if (env.CROSSOVER_TOKEN) return env.CROSSOVER_TOKEN;
  if (isLoopback(env.CROSSOVER_HOST)) return null;
  const file = join(crossoverHome(), 'token');
  return kept(file) ?? made(file);
}

/**
 * Where a container engine publishes the port, as far as that machine may come without a token; empty when nobody may. A
 * token that was chosen is demanded of everybody, as it is on loopback without a container.
 */
export const openTo = ({ CROSSOVER_TOKEN, CROSSOVER_PUBLISHED }: Env): string =>
  CROSSOVER_TOKEN ? '' : (CROSSOVER_PUBLISHED ?? '');

/** A file that a full disk left empty or cut off is no token: an empty one would demand nothing of anybody. */
function kept(file: string): string | null {
  const token = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return token.length < LEAST_TOKEN ? null : token;
}

/** Renamed into its place, so that no start ever reads half a token. */
function made(file: string): string {
  const token = randomBytes(24).toString('base64url');
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, token, { mode: 0o600 });
  renameSync(beside, file);
  return token;
}
