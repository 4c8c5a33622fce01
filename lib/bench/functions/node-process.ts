import { spawn } from 'node:child_process';
import type { Ms } from '#lib/domain/units.ts';

// Next types NODE_ENV as required; to Node it means nothing.
const BARE = { NODE_ENV: 'production' } as const;

/** Runs Node with nothing in its environment; the time from the spawn to the exit, and what it printed. */
export function runNode(args: readonly string[]): Promise<{ elapsed: Ms; output: string }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: BARE });
    let output = '';
    let elapsed: Ms = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject).once('exit', () => {
      elapsed = performance.now() - started;
    });
    child.once('close', (code) =>
      code === 0 ? resolve({ elapsed, output }) : reject(new Error(`node ended with ${code}`)),
    );
  });
}

/** The base of every cold start: Node that does nothing, from the spawn to the exit. */
export const emptyNode = async (): Promise<Ms> => (await runNode(['-e', '0'])).elapsed;
