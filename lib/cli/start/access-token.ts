import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossoverHome } from '#lib/executors/host/home.ts';
import { isLoopback } from '#lib/executors/host/loopback.ts';
import type { Env } from '#lib/server/env.ts';

/** The token that a listener beyond loopback demands; made once and kept, so that links survive a restart. Null on loopback. */
export function accessToken(env: Env): string | null {
  if (env.CROSSOVER_TOKEN) return env.CROSSOVER_TOKEN;
  if (isLoopback(env.CROSSOVER_HOST)) return null;
  const file = join(crossoverHome(), 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
