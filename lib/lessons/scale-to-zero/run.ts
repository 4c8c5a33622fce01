import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import type { LessonFigure } from '#lib/domain/interactive/interactive.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Experiment, TimedInvocation } from '../context.ts';
import { liveCount } from '../report-instances.ts';
import {
  deployBoth,
  figures,
  invokeInTurn,
  invokeOk,
  latency,
  rounded,
  timings,
  untilNone,
} from '../steps.ts';

const KEEP_ALIVE: Ms = 2_000;
/** On a busy machine an environment may leave late. */
const PATIENCE: Ms = 5_000;
const REQUESTS = 4;

/** What is there after the pause, by whether environments and replicas are. */
const ANSWERS = {
  environments: { replicas: 'both', none: 'function-only' },
  none: { replicas: 'container-only', none: 'neither' },
} as const;

const living = (deployed: Record<Side, Deployment>): Record<Side, number> => ({
  function: liveCount(deployed.function.instances()),
  container: liveCount(deployed.container.instances()),
});

const billedOf = (calls: readonly TimedInvocation[]): Ms =>
  calls.reduce((sum, { billed }) => sum + billed, 0);

export const runScaleToZero: Experiment = async (context, code) => {
  const deployed = await deployBoth(context, code, { keepAlive: KEEP_ALIVE });
  const ready = context.now();
  context.emit({ kind: 'doing', text: `Sending ${REQUESTS} requests to each side` });
  await invokeInTurn(context, deployed.container, REQUESTS);
  const calls = await invokeInTurn(context, deployed.function, REQUESTS);
  const before = living(deployed);
  const stopped = context.now();
  context.emit({ kind: 'doing', text: 'No requests any more: watching what stays' });
  const left = await untilNone(context, deployed.function, KEEP_ALIVE + PATIENCE);
  const paused = context.now() - stopped;
  const after = living(deployed);
  const billed = { function: billedOf(calls), container: context.now() - ready };
  context.emit({ kind: 'doing', text: 'Sending one more request to each side' });
  const next = {
    function: latency(await invokeOk(context, deployed.function)),
    container: latency(await invokeOk(context, deployed.container)),
  };
  const seconds = (paused / 1000).toFixed(1);
  return {
    answer: ANSWERS[after.function > 0 ? 'environments' : 'none'][after.container > 0 ? 'replicas' : 'none'],
    summary: `${seconds} s after the last request ${after.function} of ${before.function} environments and ${after.container} of ${before.container} replicas were left; by then the function had ${billed.function} ms of billed time and the container had run for ${Math.round(billed.container)} ms.`,
    claimHolds: after.function === 0 && after.container === before.container && before.function > 0,
    figures: [
      ...figures('Environments or replicas when the requests stopped', '', before),
      ...figures('Environments or replicas after the pause', '', after),
      ...(left ? leaving(paused) : []),
      ...figures('Billed time by then: of requests, or of running', 'ms', billed),
      ...timings('The next request', 1, next),
    ],
  };
};

const leaving = (paused: Ms): LessonFigure[] => [
  { label: 'Until no environment was left', value: rounded(paused), unit: 'ms', side: 'function', of: 1 },
];
