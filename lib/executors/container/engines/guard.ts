import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineChoice } from '#lib/domain/execution/engines.ts';
import { ownerKey } from './owner.ts';

export interface Guard {
  stop(): Promise<void>;
}

/** Where the engines and our own files are. */
const PLACES = [
  ...['PATH', 'HOME', 'CROSSOVER_HOME', 'XDG_RUNTIME_DIR', 'SSH_AUTH_SOCK'],
  ...['DOCKER_HOST', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'],
] as const;

/**
 * Starts a small process of its own that waits for our end and then removes our containers. It lives
 * through a `kill -9` of us and of our process group. User code cannot reach it.
 */
export function startGuard(choice: EngineChoice): Guard {
  const program = fileURLToPath(new URL('./guard-main.ts', import.meta.url));
  const places = Object.fromEntries(PLACES.map((name) => [name, process.env[name]]));
  const child = spawn(process.execPath, [program, ownerKey, choice], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { NODE_ENV: 'production', ...places },
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  // It waits for us, not we for it.
  child.unref();
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    async stop() {
      child.ref();
      child.kill('SIGKILL');
      await gone;
    },
  };
}
