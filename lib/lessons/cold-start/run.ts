import { type Deployment, SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { LessonFigure } from '#lib/domain/interactive/interactive.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Experiment, LessonContext, TimedInvocation } from '../context.ts';
import { deployBoth, invokeInTurn, invokeOk, latency, medianLatency, timings, untilNone } from '../steps.ts';

const KEEP_ALIVE: Ms = 1_000;
/** On a busy machine an environment may leave late. */
const PATIENCE: Ms = 5_000;

interface Calls {
  first: TimedInvocation;
  warm: TimedInvocation[];
  afterPause: TimedInvocation;
}

type Early = Omit<Calls, 'afterPause'>;

async function callEarly(context: LessonContext, deployment: Deployment): Promise<Early> {
  const first = await invokeOk(context, deployment);
  return { first, warm: await invokeInTurn(context, deployment, 5) };
}

const all = ({ first, warm, afterPause }: Calls): TimedInvocation[] => [first, ...warm, afterPause];
const cold = (calls: Calls): TimedInvocation[] => all(calls).filter((call) => call.cold);

function answerOf(calls: Record<Side, Calls>): string {
  if (cold(calls.function).length === 0) return 'none';
  if (cold(calls.container).length > 0) return 'both-sides';
  return calls.function.afterPause.cold ? 'first-and-after-pause' : 'first';
}

const summaryOf = (calls: Record<Side, Calls>): string =>
  SIDES.map((side) => {
    const { first, warm } = calls[side];
    const times = `the first took ${Math.round(latency(first))} ms, a warm one ${medianLatency(warm).toFixed(1)} ms`;
    return `on the ${side} side ${cold(calls[side]).length} of ${all(calls[side]).length} requests waited for a start (${times})`;
  })
    .join('; ')
    .replace(/^o(.*)$/, 'O$1.');

/** `replicaStart` is the time before any request; null where there was no replica to ask. */
function figuresOf(calls: Record<Side, Calls>, replicaStart: Ms | null): LessonFigure[] {
  const each = (pick: (calls: Calls) => number) => ({
    function: pick(calls.function),
    container: pick(calls.container),
  });
  return [
    ...timings(
      'First request',
      1,
      each(({ first }) => latency(first)),
    ),
    ...timings(
      'Warm request, median of 5',
      5,
      each((of) => medianLatency(of.warm)),
    ),
    ...timings(
      'Request after the pause',
      1,
      each(({ afterPause }) => latency(afterPause)),
    ),
    ...timings(
      'Start that the first request waited for',
      1,
      each(({ first }) => first.init),
    ),
    ...(replicaStart === null
      ? []
      : [
          {
            label: 'Start of the replica, before any request',
            value: Math.round(replicaStart),
            unit: 'ms',
            of: 1,
            side: 'container' as const,
          },
        ]),
  ];
}

/** First, warm and after the keep-alive, one side after the other so that they do not disturb each other. */
export const runColdStart: Experiment = async (context, code) => {
  const deployed = await deployBoth(context, code, { keepAlive: KEEP_ALIVE });
  const replicaStart = deployed.container.instances()[0]?.init ?? null;
  context.emit({ kind: 'doing', text: 'Sending a first request and five more to the container' });
  const onContainer = await callEarly(context, deployed.container);
  context.emit({ kind: 'doing', text: 'Sending a first request and five more to the function' });
  const onFunction = await callEarly(context, deployed.function);
  context.emit({ kind: 'doing', text: 'Waiting until the keep-alive is over' });
  await untilNone(context, deployed.function, KEEP_ALIVE + PATIENCE);
  context.emit({ kind: 'doing', text: 'Sending the request after the pause to each side' });
  const calls = {
    function: { ...onFunction, afterPause: await invokeOk(context, deployed.function) },
    container: { ...onContainer, afterPause: await invokeOk(context, deployed.container) },
  };
  const warm = medianLatency(calls.function.warm);
  const waited = cold(calls.function);
  return {
    answer: answerOf(calls),
    summary: summaryOf(calls),
    claimHolds: waited.length > 0 && waited.every((call) => latency(call) > warm),
    figures: figuresOf(calls, replicaStart),
  };
};
