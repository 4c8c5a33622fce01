import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '#lib/domain/units.ts';
import { type Service, serveOnSocket } from './socket-server.ts';

/**
 * A service that takes its time, as a bank's API does. HTTP on the unix socket in SLOW_SOCKET:
 *   GET /   200 { delayMs } after delayMs
 */
export async function createSlowService(options: { delayMs: Ms; directory?: string }): Promise<Service> {
  return serveOnSocket({
    name: 'slow',
    directory: options.directory,
    maxBody: 1024,
    idleTimeout: options.delayMs + 60_000,
    handle: async ({ method, url, signal }) => {
      if (url.pathname !== '/') return { status: 404, json: { error: 'there is only /' } };
      if (method !== 'GET') return { status: 405, json: { error: 'use GET' } };
      await sleep(options.delayMs, undefined, { signal }).catch(() => {});
      return { status: 200, json: { delayMs: options.delayMs } };
    },
  });
}
