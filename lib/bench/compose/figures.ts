import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { cleanEnvironment } from '#lib/executors/host/clean-environment.ts';
import type { BenchRow } from '../bench.ts';
import type { Compose } from './stack.ts';

const Figures = z.object({
  /** First answer of a function whose pool is empty, 1,769 MiB. */
  cold: z.number(),
  /** One call after another. */
  warm: z.number(),
  /** From asking for a replica of runc to its first 200. */
  containerStart: z.number(),
  /** Answers a second, 16 callers. */
  functionRate: z.number(),
  containerRate: z.number(),
});
export type Figures = z.infer<typeof Figures>;

const FILE = 'lib/bench/compose/figures-main.ts';
const last = (output: string): Figures => Figures.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));

async function outside(): Promise<Figures> {
  const file = fileURLToPath(new URL('figures-main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env: cleanEnvironment() });
  return last(stdout);
}

const TIMES = [
  ['cold', 'function, cold start to the answer', 'ms'],
  ['warm', 'function, warm call', 'ms'],
  ['containerStart', 'container, start to the first 200', 'ms'],
  ['functionRate', 'function, answers to 16 callers', '/s'],
  ['containerRate', 'container, answers to 16 callers', '/s'],
] as const;

/** Twice each, in turn, so that a busy spell of the machine meets both; the better one of each counts. */
export async function figureRows(compose: Compose, say: (text: string) => void): Promise<BenchRow[]> {
  const taken: { inside: Figures; outside: Figures }[] = [];
  for (const round of [1, 2]) {
    say(`Figures on Linux itself and inside, round ${round} …`);
    taken.push({ outside: await outside(), inside: last(await compose.exec(FILE)) });
  }
  return TIMES.map(([key, what, unit]) => {
    const best = unit === 'ms' ? Math.min : Math.max;
    const inside = best(...taken.map((round) => round.inside[key]));
    const bare = best(...taken.map((round) => round.outside[key]));
    return {
      what: `${what}, inside`,
      value: inside,
      unit,
      base: `on Linux itself ${bare.toPrecision(3)} ${unit}: ${(inside / bare).toFixed(2)} ×`,
    };
  });
}
