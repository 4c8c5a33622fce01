import { randomUUID } from 'node:crypto';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { InteractiveJob } from '#lib/domain/interactive/interactive.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { database } from '#lib/server/database/database.ts';
import { readEnv } from '#lib/server/env.ts';
import { publish } from '#lib/server/live/publish.ts';
import { type ExperimentJob, openQueue, QUEUES } from '#lib/server/queue/queue.ts';
import { systemClock } from './clock.ts';
import { runExperiment } from './experiment/run-experiment.ts';
import { createInteractive } from './interactive/interactive.ts';
import { describeThisMachine, lookedAnew } from './machine.ts';
import { announce } from './presence.ts';

/** The engine process: takes jobs, holds both executors, makes load, publishes progress. */
const engineId = randomUUID();
const stopping = new AbortController();
const stack = new AsyncDisposableStack();

const executors: Record<Side, Executor> = {
  function: stack.use(createFunctionExecutor({ prestarted: readEnv().CROSSOVER_PRESTARTED })),
  container: stack.use(createContainerExecutor({ engine: readEnv().CROSSOVER_CONTAINER_ENGINE })),
};
let machine = await describeThisMachine([executors.function, executors.container]);
let measuring = false;
/** Anew, because container engines come and go; not while something is measured, which it would disturb. */
async function look(): Promise<MachineInfo | null> {
  if (measuring || stopping.signal.aborted) return null;
  machine = await lookedAnew(machine, executors.container);
  return machine;
}
stack.use(await announce(engineId, { machine, look }));
const interactive = stack.use(
  createInteractive({ executors, publish: (topic, event) => publish(database(), topic, event) }),
);
const boss = await openQueue(database().url, 'worker');

let interactiveJobs = 0;
let seenJobs = 0;
/** True when an interactive job ran since the last call, or runs now. */
const disturbed = () => {
  const was = interactiveJobs !== seenJobs || interactive.activeRuns > 0;
  seenJobs = interactiveJobs;
  return was;
};
const context = { engineId, executors, clock: systemClock, signal: stopping.signal, disturbed };

let current: Promise<unknown> = Promise.resolve();
async function measure(experimentId: string): Promise<void> {
  // What was known is good enough for a run; its deployment asks for itself.
  await look().catch(() => {});
  measuring = true;
  try {
    await runExperiment(experimentId, { ...context, machine });
  } finally {
    measuring = false;
  }
}
await boss.work<ExperimentJob>(QUEUES.experiment, { pollingIntervalSeconds: 2 }, async ([job]) => {
  if (!job || stopping.signal.aborted) return;
  current = measure(job.data.experimentId);
  await current;
});
await boss.work<unknown>(
  QUEUES.interactive,
  { pollingIntervalSeconds: 1, localConcurrency: 4 },
  async ([job]) => {
    if (!job || stopping.signal.aborted) return;
    interactiveJobs += 1;
    await interactive.handle(InteractiveJob.parse(job.data));
  },
);
process.send?.({ ready: true, machine });

async function stop(): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  try {
    await current.catch(() => {});
    await boss.stop({ graceful: false }).catch(() => {});
    await stack.disposeAsync();
    await database().close();
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// The supervisor is gone (also by kill -9): nobody would stop this engine any more.
process.on('disconnect', stop);
