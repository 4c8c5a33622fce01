import { CrossoverError, type Problem } from '#lib/domain/errors.ts';
import { clockJumpWarning, type Moment, momentOf } from '#lib/domain/execution/clock-jump.ts';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { strippedSources } from '#lib/executors/source/prepare.ts';
import { database } from '#lib/server/database/database.ts';
import { problemOf } from '#lib/server/database/outage.ts';
import { inTransaction, type Transaction } from '#lib/server/database/transaction.ts';
import { publish, topics } from '#lib/server/live/publish.ts';
import { findExperiment, type Move } from '#lib/server/repositories/experiments.ts';
import { insertReport } from '#lib/server/repositories/reports.ts';
import { moveAndTell, moveAndTellIn } from '#lib/server/services/move-experiment.ts';
import { currentPriceBook } from '#lib/server/services/own-prices.ts';
import { watchedProblem } from '#lib/server/shown-problem.ts';
import type { EngineClock } from '../clock.ts';
import { buildInWorker } from '../report/build-in-worker.ts';
import type { ReportJob } from '../report/messages.ts';
import type { OpenStores } from '../stores/open-stores.ts';
import { type Measurement, measure } from './measure.ts';
import { type Prepared, prepare } from './prepare.ts';
import { measuredSeconds } from './progress.ts';
import { watchForCancel } from './watch-cancel.ts';

export interface ExperimentContext {
  engineId: string;
  executors: Record<Side, Executor>;
  /** What the machine has, looked at anew when the run begins. */
  machine(): Promise<MachineInfo>;
  clock: EngineClock;
  stores: OpenStores;
  /** Aborts when the engine stops. */
  signal: AbortSignal;
  /** Whether somebody used the playground since the last call: it shares the processors. */
  disturbed(): boolean;
}

/** Takes one experiment from queued to its end. Never rejects for what a workload does. */
export async function runExperiment(id: string, context: ExperimentContext): Promise<void> {
  const experiment = await findExperiment(id);
  if (!experiment || !(await moveAndTell(id, { to: 'preparing', engineId: context.engineId }))) return;
  const cancel = watchForCancel(id);
  const signal = AbortSignal.any([cancel.signal, context.signal]);
  const end = (error: unknown) => moveAndTell(id, endOf(error, cancel.signal, context.signal));
  try {
    await runThrough(experiment, { ...context, signal, end });
  } catch (error) {
    await end(error);
  } finally {
    cancel.stop();
  }
}

function endOf(error: unknown, cancelled: AbortSignal, stopped: AbortSignal): Move {
  if (cancelled.aborted) return { to: 'cancelled' };
  if (stopped.aborted) return { to: 'interrupted', problem: INTERRUPTED };
  return { to: 'failed', problem: watchedProblem(problemOf(error), 'a run') };
}

export const INTERRUPTED: Problem = {
  code: 'engine-stopped',
  owner: 'ours',
  message: 'The engine ended in the middle of this run.',
  remedy: 'Run it again. The samples measured until then are kept.',
};

interface Running extends ExperimentContext {
  /** Says how the run ended; the first time counts. */
  end(error: unknown): Promise<boolean>;
}

async function runThrough(experiment: ExperimentView, context: Running) {
  const { id, workload, plan } = experiment;
  const tell = (event: ExperimentEvent) => publish(database(), topics.experiment(id), event);
  const total = measuredSeconds(plan);
  const doing = (text: string) => tell({ kind: 'progress', doing: text, done: 0, total, secondsLeft: null });
  const { executors, clock, stores, signal } = context;
  const machine = await context.machine();
  const wanted = { experimentId: id, workload, plan };
  const prepared = await prepare({ ...wanted, executors, clock, stores, signal, doing });
  const began = momentOf(clock);
  let measurement: Measurement;
  const { candidates } = prepared;
  try {
    await step(id, 'running');
    context.disturbed();
    measurement = await measure({
      experimentId: id,
      workload,
      plan,
      candidates,
      clock,
      signal,
      publish: tell,
    });
  } catch (error) {
    // Who waits is told now: stopping containers in order can take seconds.
    await context.end(error);
    throw error;
  } finally {
    await prepared[Symbol.asyncDispose]();
  }
  await step(id, 'analysing');
  const report = await reportOf(experiment, prepared, measurement, { ...context, machine, began });
  await inTransaction(async (transaction) => {
    await insertReport(report, transaction);
    await step(id, 'done', transaction);
  });
}

async function reportOf(
  { id, workload, plan }: ExperimentView,
  { candidates, starts, forced }: Prepared,
  { recorder, usage, load }: Measurement,
  context: Omit<ExperimentContext, 'machine'> & { machine: MachineInfo; began: Moment },
) {
  const job: ReportJob = {
    experimentId: id,
    createdAt: context.clock.wall().toISOString(),
    workload,
    plan,
    machine: context.machine,
    builds: Object.fromEntries(candidates.map(({ id, deployment }) => [id, deployment.build])),
    instanceCounts: recorder.instanceCounts,
    starts,
    forced,
    failures: recorder.failures,
    sources: await strippedSources(workload.code),
    sendLateness: recorder.sendLateness,
    unsent: recorder.unsent,
    load,
    usage,
    book: await currentPriceBook(),
    warnings: warningsOf(context.disturbed(), clockJumpWarning(context.began, momentOf(context.clock))),
  };
  return buildInWorker(job, { signal: context.signal });
}

/** A move that must be possible; when it is not, somebody else ended the experiment. */
async function step(id: string, to: ExperimentState, transaction?: Transaction): Promise<void> {
  const moved = transaction ? moveAndTellIn(transaction, id, { to }) : moveAndTell(id, { to });
  if (await moved) return;
  throw new CrossoverError({
    code: 'experiment-ended',
    owner: 'ours',
    message: `The experiment could not become ${to}: it had ended elsewhere.`,
    remedy: 'Run it again.',
  });
}

const warningsOf = (disturbed: boolean, jump: string | null): string[] => [
  ...(disturbed ? ['The playground or a lesson was used during this run, on the same processors.'] : []),
  ...(jump === null ? [] : [jump]),
];
