import type { Bench, BenchRow } from '../bench.ts';
import { burst } from './burst.ts';
import { coldStarts } from './cold-start.ts';
import { largeModule } from './large-module.ts';
import { throughput } from './throughput.ts';

const PARTS: readonly ((say: (text: string) => void) => Promise<BenchRow[]>)[] = [
  coldStarts,
  largeModule,
  throughput,
  burst,
];

export const functionsBench: Bench = {
  description: 'Speed of the function executor, each figure beside a base or a peer in the same run',
  async run(say) {
    const rows: BenchRow[] = [];
    for (const part of PARTS) rows.push(...(await part(say)));
    return rows;
  },
};
