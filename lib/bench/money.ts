import { type Covered, coverage, WORLDS } from '#lib/domain/cost/testing/coverage.ts';
import { atLeast, type Bench, type BenchRow } from './bench.ts';

const RUNS = 1500;
/** Turns of a run: those that have few are as honest as the default of six. */
const ROUNDS = [1, 2, 3, 4, 6, 12];
const BAR = 0.9;
const OF: readonly (keyof Covered)[] = ['functions', 'containers', 'difference'];

export const bench: Bench = {
  description: `how often the 95% intervals of money hold the truth, ${RUNS} simulated runs each`,
  run: async (say) =>
    WORLDS.flatMap((world) =>
      ROUNDS.flatMap((rounds) => {
        say(`${world.name}, ${rounds} turns`);
        return rowsOf(`${world.name}, ${rounds} turns`, coverage(world, RUNS, rounds, 20_261_129));
      }),
    ),
};

const rowsOf = (what: string, covered: Covered): BenchRow[] =>
  OF.map((of) => ({
    what: `${of}: ${what}`,
    value: covered[of] * 100,
    unit: '%',
    base: `as independent requests: ${(covered.independent * 100).toFixed(0)}%`,
    bar: atLeast(covered[of] * 100, BAR * 100, '%'),
  }));
