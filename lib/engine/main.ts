import { randomUUID } from 'node:crypto';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { InteractiveJob } from '#lib/domain/interactive/interactive.ts';
import type { Ms } from '#lib/domain/units.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { database } from '#lib/server/database/database.ts';
import { overOutage } from '#lib/server/database/outage.ts';
import { readEnv } from '#lib/server/env.ts';
import { publish } from '#lib/server/live/publish.ts';
import { logError } from '#lib/server/log.ts';
import { closeQueue, type ExperimentJob, openQueue, QUEUES } from '#lib/server/queue/queue.ts';
import { takeJobs } from '#lib/server/queue/workers.ts';
import { clearLists } from '#lib/server/services/clear-lists.ts';
import { endUntaken, watchForUntaken } from '#lib/server/services/end-untaken.ts';
import { endWithSupervisor } from '#lib/server/supervisor.ts';
import { systemClock } from './clock.ts';
import { runExperiment } from './experiment/run-experiment.ts';
import { browsersFor } from './interactive/browsers.ts';
import { createInteractive } from './interactive/interactive.ts';
import { describeThisMachine, lookedAnew } from './machine.ts';
import { announce } from './presence.ts';
import { OpenStores } from './stores/open-stores.ts';

/** The engine process: takes jobs, holds both executors, makes load, publishes progress. */
const atTheEnd = endWithSupervisor();
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
const waiting = () => logError('starting the engine', 'The database does not answer: waiting for it.');
await overOutage(async () => void (await database().pool.query('SELECT 1')), waiting);
const boss = await openQueue(database().url, 'worker');
// Before this engine is there: what waited longer than anybody had patience with is not begun now.
await endUntaken();
await clearLists();
stack.use(await announce(engineId, { machine, look }));
stack.use(watchForUntaken());
const stores = stack.use(new OpenStores(systemClock));
const interactive = createInteractive({
  ...{ executors, stores, browsers: browsersFor(machine.memoryMiB) },
  publish: (topic, event) => publish(database(), topic, event),
});

let interactiveJobs = 0;
let seenJobs = 0;
/** True when an interactive job ran since the last call, or runs now. */
const disturbed = () => {
  const was = interactiveJobs !== seenJobs || interactive.activeRuns > 0;
  seenJobs = interactiveJobs;
  return was;
};
/** What was known is good enough for a run that cannot look; its deployment asks for itself. */
const lookedAt = async () => {
  await look().catch((error: unknown) => logError('looking at this machine', error));
  measuring = true;
  return machine;
};
const context = {
  ...{ engineId, executors, stores, clock: systemClock, signal: stopping.signal },
  ...{ disturbed, machine: lookedAt },
};

const experiments = await takeJobs<ExperimentJob>({
  ...{ boss, queue: QUEUES.experiment, concurrency: 1 },
  handle: ({ experimentId }) =>
    runExperiment(experimentId, context).finally(() => {
      measuring = false;
    }),
});
const interactions = await takeJobs<object>({
  ...{ boss, queue: QUEUES.interactive, concurrency: 4 },
  async handle(job) {
    interactiveJobs += 1;
    await interactive.handle(InteractiveJob.parse(job));
  },
});
process.send?.({ ready: true, machine });

async function stop(): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  let waitsFor = 'jobs and what the playground deployed';
  const slow = setTimeout(() => logError('stopping the engine', `It still waits for ${waitsFor}.`), 10_000);
  slow.unref();
  try {
    // All at once: each ends what it has in work, and takes nothing more.
    await Promise.all([experiments, interactions, interactive].map((part) => part[Symbol.asyncDispose]()));
    await boss.stop({ graceful: false }).catch((error: unknown) => logError('stopping the queue', error));
    waitsFor = 'its executors';
    await stack.disposeAsync();
    waitsFor = 'the database';
    await closeQueue();
    await database().close();
    process.exit(0);
  } catch (error) {
    logError('stopping the engine', error);
    process.exit(1);
  }
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
/** Without a supervisor: what is not removed by then, its guard removes. */
const END_DEADLINE: Ms = 20_000;
atTheEnd(() => void stop(), END_DEADLINE);
