import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#lib/executors/host/home.ts';
import { atMost, type Bench } from '../bench.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

/** vitest's own words for a test that failed, as against a run that never came to the tests. */
const FAILED = /Tests\s.*\d+ failed/;

/** Whether a test noticed. @throws Error when the tests could not be run. */
async function isKilled(index: number): Promise<boolean> {
  const args = [
    join(projectRoot, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'lib/bench/mutants/vitest.config.ts',
  ];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, CROSSOVER_MUTANT: String(index), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code === 0) return false;
  if (FAILED.test(output)) return true;
  throw new Error(`The tests of mutant ${index} did not run: ${output.slice(-2000)}`);
}

const wordsOf = ({ file, text, replacement }: Mutant) => `${file}: ${text} → ${replacement}`;

/** Changes each constant and comparison that decides, one at a time, and runs the pure tests that must notice. */
export const bench: Bench = {
  description: 'constants and comparisons that decide, changed one at a time: the pure tests must fail',
  async run(say) {
    const survivors: Mutant[] = [];
    for (const [index, mutant] of MUTANTS.entries()) {
      const killed = await isKilled(index);
      say(`${index + 1} of ${MUTANTS.length}: ${killed ? 'noticed' : 'SURVIVED'}: ${wordsOf(mutant)}`);
      if (!killed) survivors.push(mutant);
    }
    return [
      { what: 'mutants', value: MUTANTS.length, unit: '' },
      {
        what: 'that no test noticed',
        value: survivors.length,
        unit: '',
        base: survivors.map(wordsOf).join('; ') || 'none',
        bar: atMost(survivors.length, 0),
      },
    ];
  },
};
