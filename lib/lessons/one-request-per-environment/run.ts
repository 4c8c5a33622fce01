import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Experiment, LessonContext, TimedInvocation } from '../context.ts';
import { answeredBy, deployBoth, figures, invokeTogether, numberIn, timings } from '../steps.ts';

const AT_ONCE = 10;

interface Burst {
  instances: number;
  /** Most requests that one process held together, as the handler counted them. */
  together: number;
  /** From the moment of sending until the last answer. */
  took: Ms;
}

function burstOf(calls: readonly TimedInvocation[]): Burst {
  const sent = Math.min(...calls.map(({ startedAtMs }) => startedAtMs));
  return {
    instances: answeredBy(calls),
    together: Math.max(...calls.map((call) => numberIn(call, 'together'))),
    took: Math.max(...calls.map(({ endedAtMs }) => endedAtMs)) - sent,
  };
}

/** The same burst twice: the first one pays for cold starts, the second one shows the rule alone. */
async function twoBursts(
  context: LessonContext,
  deployment: Deployment,
  side: Side,
): Promise<[Burst, Burst]> {
  context.emit({ kind: 'doing', text: `Sending ${AT_ONCE} requests at the same moment to the ${side}` });
  const first = burstOf(await invokeTogether(context, deployment, AT_ONCE));
  context.emit({ kind: 'doing', text: `Sending ${AT_ONCE} more to the ${side}, now warm` });
  return [first, burstOf(await invokeTogether(context, deployment, AT_ONCE))];
}

const plural = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

export const runOneRequestPerEnvironment: Experiment = async (context, code) => {
  const deployed = await deployBoth(context, code);
  const [onFunction, functionWarm] = await twoBursts(context, deployed.function, 'function');
  const [onContainer, containerWarm] = await twoBursts(context, deployed.container, 'container');
  const many = onFunction.instances > 1 ? 'many' : 'one';
  const held = onContainer.together > 1 ? 'together' : 'queue';
  const alone = onFunction.together === 1 && functionWarm.together === 1;
  return {
    answer: `${many}-${held}`,
    summary: `${AT_ONCE} requests at the same moment were served by ${plural(onFunction.instances, 'environment')} with at most ${plural(onFunction.together, 'request')} in each, and by ${plural(onContainer.instances, 'replica')} with up to ${plural(onContainer.together, 'request')} together.`,
    claimHolds: alone && onFunction.instances === AT_ONCE && onContainer.together > onContainer.instances,
    figures: [
      ...figures(
        'Environments or replicas that answered',
        '',
        pair(onFunction, onContainer, (burst) => burst.instances),
      ),
      ...figures(
        'Most requests together in one process',
        '',
        pair(onFunction, onContainer, (burst) => burst.together),
      ),
      ...timings(
        'Until the last answer, the first time',
        1,
        pair(onFunction, onContainer, (burst) => burst.took),
      ),
      ...timings(
        'Until the last answer, warm',
        1,
        pair(functionWarm, containerWarm, (burst) => burst.took),
      ),
    ],
  };
};

const pair = (onFunction: Burst, onContainer: Burst, pick: (burst: Burst) => number) => ({
  function: pick(onFunction),
  container: pick(onContainer),
});
