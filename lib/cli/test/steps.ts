import { projectRoot } from '#lib/executors/host/home.ts';
import { add, type Counts, NONE, type Ran } from './counts.ts';
import { AT_ONCE, kept, type Output } from './output.ts';

export interface Step {
  title: string;
  run(output: Output): Promise<Counts | Ran>;
}

export interface Outcome {
  total: Counts;
  /** Titles of the steps in which something failed. */
  failing: readonly string[];
  /** Tests by file and name. */
  failures: readonly string[];
  onlyAgain: readonly string[];
}

/** One step after another. */
export async function inTurn(steps: readonly Step[], say = AT_ONCE.say): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    say(`\n== ${step.title}\n`);
    outcomes.push(await timed(step, { ...AT_ONCE, say }, say));
  }
  return together(outcomes);
}

/** All at the same time; what each one said is printed whole, in their order. */
export async function beside(steps: readonly Step[], say = AT_ONCE.say): Promise<Outcome> {
  const running = steps.map((step) => {
    const output = kept();
    return { step, output, outcome: timed(step, output, output.say) };
  });
  const outcomes: Outcome[] = [];
  for (const { step, output, outcome } of running) {
    outcomes.push(await outcome);
    say(`\n== ${step.title}\n${output.text()}`);
  }
  return together(outcomes);
}

async function timed(step: Step, output: Output, say: Output['say']): Promise<Outcome> {
  const started = performance.now();
  const ran = { failures: [], onlyAgain: [], ...(await step.run(output)) };
  const { passed, failed } = ran;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`== ${step.title}: ${passed} passed, ${failed} failed in ${seconds} s\n`);
  return {
    total: { passed, failed },
    failing: failed > 0 ? [step.title] : [],
    failures: ran.failures.map(fromRoot),
    onlyAgain: ran.onlyAgain.map(fromRoot),
  };
}

const fromRoot = (name: string): string => name.replace(`${projectRoot}/`, '');

export const together = (outcomes: readonly Outcome[]): Outcome => ({
  total: outcomes.reduce((sum, { total }) => add(sum, total), NONE),
  failing: outcomes.flatMap(({ failing }) => failing),
  failures: outcomes.flatMap(({ failures }) => failures),
  onlyAgain: outcomes.flatMap(({ onlyAgain }) => onlyAgain),
});
