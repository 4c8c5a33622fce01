import { defineConfig } from 'vitest/config';
import { MUTANTS } from './mutants.ts';

const mutant = MUTANTS[Number(process.env.CROSSOVER_MUTANT)];
if (mutant === undefined) throw new Error('CROSSOVER_MUTANT says which mutant, from 0.');
const { file, text, replacement, tests } = mutant;

/** The tests of one mutant: its file is changed as it is loaded, and never where it is stored. */
export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, id) {
        if (!id.endsWith(`/${file}`)) return null;
        if (code.split(text).length !== 2) throw new Error(`${file} must have "${text}" once.`);
        return code.replace(text, () => replacement);
      },
    },
  ],
  test: {
    // What is kept between runs knows nothing of mutants.
    fsModuleCache: false,
    include: tests.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`)),
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    bail: 1,
    testTimeout: 60_000,
  },
});
