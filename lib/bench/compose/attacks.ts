import { z } from 'zod';
import type { BenchRow } from '../bench.ts';
import { attackRows, type Table } from '../functions/attacks.ts';
import type { Compose } from './stack.ts';

const Rows = z.array(
  z.object({ name: z.string(), layer: z.string(), stopped: z.boolean(), evidence: z.string() }),
);

const SIDES = [
  ['functions inside', 'lib/executors/function/attacks/attack-main.ts'],
  ['functions inside, pre-started', 'lib/executors/function/attacks/attack-main.ts', 'prestarted'],
  ['containers inside', 'lib/executors/container/attacks/attack-main.ts'],
] as const;

/** Every attack of both tables in the product's container: a sandbox that is left ends in that container. */
export async function attacksInside(compose: Compose, say: (text: string) => void): Promise<BenchRow[]> {
  const tables: Table[] = [];
  for (const [who, ...command] of SIDES) {
    say(`Attacking ${who} …`);
    const output = await compose.exec(...command);
    tables.push({ who, rows: Rows.parse(JSON.parse(output.trim().split('\n').at(-1) ?? '')) });
  }
  // Containers are attacked in other ways than functions: each table has its own rows.
  const functions = tables.slice(0, 2);
  return [...attackRows(functions), ...attackRows(tables.slice(2))].map((row) => ({
    ...row,
    what: `attack: ${row.what}`,
  }));
}
