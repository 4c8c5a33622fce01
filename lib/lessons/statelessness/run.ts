import { type Deployment, SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { Experiment, LessonContext } from '../context.ts';
import {
  answeredBy,
  deployBoth,
  figures,
  invokeInTurn,
  invokeOk,
  invokeTogether,
  numberIn,
} from '../steps.ts';

const IN_A_ROW = 3;
const AT_ONCE = 5;

/** What the counter answered in each part, in the order of sending. */
interface Counts {
  inRow: number[];
  atOnce: number[];
  /** Processes that counted the requests of one moment. */
  processes: number;
  afterEnd: number;
}

async function countOn(context: LessonContext, deployment: Deployment, side: Side): Promise<Counts> {
  const doing = (text: string) => context.emit({ kind: 'doing', text: `${text} (${side})` });
  doing('Calling the counter in a row');
  const inRow = await invokeInTurn(context, deployment, IN_A_ROW);
  doing('Calling it at the same moment');
  const atOnce = await invokeTogether(context, deployment, AT_ONCE);
  doing('Ending the process as a crash would, then calling once more');
  await Promise.all(deployment.instances().map(({ id }) => deployment.kill(id)));
  const after = await invokeOk(context, deployment);
  return {
    inRow: inRow.map((call) => numberIn(call, 'count')),
    atOnce: atOnce.map((call) => numberIn(call, 'count')),
    processes: answeredBy(atOnce),
    afterEnd: numberIn(after, 'count'),
  };
}

function answerOf({ inRow, atOnce, afterEnd }: Counts): string {
  if (inRow.every((count) => count === 1)) return 'never-kept';
  if (afterEnd > 1) return 'always-kept';
  return Math.max(...atOnce) === IN_A_ROW + AT_ONCE ? 'kept-and-shared' : 'kept-when-reused';
}

const textOf = (side: Side, { inRow, atOnce, afterEnd }: Counts): string =>
  `the ${side} counted ${inRow.join(', ')} in a row, ${atOnce.join(', ')} at the same moment and ${afterEnd} after its process was ended`;

export const runStatelessness: Experiment = async (context, code) => {
  const deployed = await deployBoth(context, code);
  const counts = {
    function: await countOn(context, deployed.function, 'function'),
    container: await countOn(context, deployed.container, 'container'),
  };
  const each = (pick: (counts: Counts) => number) => ({
    function: pick(counts.function),
    container: pick(counts.container),
  });
  const { inRow, atOnce, afterEnd } = counts.function;
  return {
    answer: answerOf(counts.function),
    summary: SIDES.map((side) => textOf(side, counts[side]))
      .join('; ')
      .replace(/^t(.*)$/, 'T$1.'),
    claimHolds: [...inRow, ...atOnce, afterEnd].every((count) => count === 1),
    figures: [
      ...figures(
        `Count after ${IN_A_ROW} requests in a row`,
        '',
        each((of) => of.inRow.at(-1) ?? 0),
      ),
      ...figures(
        `Highest count of ${AT_ONCE} at the same moment`,
        '',
        each((of) => Math.max(...of.atOnce)),
      ),
      ...figures(
        'Processes that counted them',
        '',
        each((of) => of.processes),
      ),
      ...figures(
        'Count after the end of the process',
        '',
        each((of) => of.afterEnd),
      ),
    ],
  };
};
