import { z } from 'zod';
import { type Problem, ProblemSchema } from '#lib/domain/errors.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { type ExperimentState, isFinal, predecessors } from '#lib/domain/experiment/state.ts';
import { planVersions, readPlan } from '#lib/domain/experiment/versions/versions.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import { sketchOf } from '#lib/domain/load/keep-trace.ts';
import { readReport } from '#lib/domain/report/versions/versions.ts';
import { stored } from '#lib/domain/versions/lift.ts';
import { WORKLOAD_RUNTIMES } from '#lib/domain/workload/runtime.ts';
import { readWorkload } from '#lib/domain/workload/versions/versions.ts';
import { inRuntime, type Workload, WorkloadFields } from '#lib/domain/workload/workload.ts';
import { database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import type { Transaction } from '../database/transaction.ts';
import { StoredState } from './stored-state.ts';
import { isUuid } from './uuid.ts';

interface Row {
  id: string;
  workloadId: string;
  workload: { document: unknown };
  plan: unknown;
  state: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  problem: unknown;
  report: { document: unknown } | null;
  samples: number;
  samplesDeletedAt: Date | null;
  sweepId: string | null;
  workloadChanges: unknown;
}

/** What an experiment of a sweep may change in its workload. */
const Changes = WorkloadFields.pick({ memoryMiB: true })
  .extend({ runtime: z.enum(WORKLOAD_RUNTIMES) })
  .partial();
export type WorkloadChanges = z.infer<typeof Changes>;

/** The workload of an experiment: as it is stored, but for what its sweep changes. */
function workloadOf(row: Row): Workload {
  const { runtime, ...changes } = Changes.parse(row.workloadChanges ?? {});
  const whole = readWorkload(row.workload.document);
  const chosen = runtime === undefined ? whole : (inRuntime(whole, runtime) ?? whole);
  return { ...chosen, ...changes };
}

const include = {
  workload: { select: { document: true } },
  report: { select: { document: true } },
} as const;

const iso = (date: Date | null) => date?.toISOString() ?? null;

const StoredProblem = ProblemSchema.nullable();

/** A stored trace is up to 100 KB: a list of a hundred runs does without. */
const withSketch = (plan: ExperimentPlan): ExperimentPlan =>
  plan.traffic === undefined ? plan : { ...plan, traffic: sketchOf(plan.traffic) };

function toView(
  row: Row,
  { whole, withReport = whole }: { whole: boolean; withReport?: boolean },
): ExperimentView {
  const plan = readPlan(row.plan);
  const report = row.report && readReport(row.report.document);
  return {
    id: row.id,
    workloadId: row.workloadId,
    workload: workloadOf(row),
    sweepId: row.sweepId,
    plan: whole ? plan : withSketch(plan),
    state: StoredState.parse(row.state),
    createdAt: row.createdAt.toISOString(),
    reportedAt: report?.createdAt ?? null,
    startedAt: iso(row.startedAt),
    endedAt: iso(row.endedAt),
    problem: StoredProblem.parse(row.problem),
    samples: row.samples,
    samplesDeletedAt: iso(row.samplesDeletedAt),
    ...(withReport && report ? { report } : {}),
  };
}

/** The place of an experiment in a sweep, and what of the workload differs there. */
export interface SweepPlace {
  sweepId: string;
  sweepPosition: number;
  workloadChanges: WorkloadChanges;
}

export async function insertExperiment(
  workloadId: string,
  plan: ExperimentPlan,
  place: SweepPlace | null = null,
  db: Transaction = database().prisma,
): Promise<ExperimentView> {
  const row = await db.experimentRow.create({
    data: { workloadId, plan: stored(planVersions, plan), state: 'queued', ...place },
    include,
  });
  return toView(row, { whole: true });
}

/** The experiments of a sweep in their order, with their reports; traces as in lists. */
export async function experimentsOfSweep(sweepId: string): Promise<ExperimentView[]> {
  const rows = await database().prisma.experimentRow.findMany({
    where: { sweepId },
    orderBy: { sweepPosition: 'asc' },
    include,
  });
  return rows.map((row) => toView(row, { whole: false, withReport: true }));
}

export async function findExperiment(id: string): Promise<ExperimentView | null> {
  if (!isUuid(id)) return null;
  const row = await database().prisma.experimentRow.findUnique({ where: { id }, include });
  return row && toView(row, { whole: true });
}

/** When the samples of an experiment were removed; null while they are kept. */
export async function samplesDeletedAt(id: string): Promise<Date | null> {
  const row = await database().prisma.experimentRow.findUnique({
    where: { id },
    select: { samplesDeletedAt: true },
  });
  return row?.samplesDeletedAt ?? null;
}

export interface Move {
  to: ExperimentState;
  problem?: Problem;
  engineId?: string;
}

/**
 * Moves an experiment when the move is legal (domain/experiment/state.ts) at this moment:
 * two processes that both try get one true and one false.
 */
export async function moveExperiment(
  id: string,
  { to, problem, engineId }: Move,
  db: Transaction = database().prisma,
): Promise<boolean> {
  const { count } = await db.experimentRow.updateMany({
    where: { id, state: { in: predecessors(to) } },
    data: {
      state: to,
      ...(problem ? { problem: JSON.parse(storableJson(problem)) } : {}),
      ...(engineId ? { engineId } : {}),
      ...(to === 'preparing' ? { startedAt: new Date() } : {}),
      ...(isFinal(to) ? { endedAt: new Date() } : {}),
    },
  });
  return count === 1;
}

/**
 * Notes the wish. @returns the state in which the experiment stays until the transaction ends, null when there is no
 * such experiment.
 */
export async function askToCancel(id: string, db: Transaction): Promise<ExperimentState | null> {
  const [row] = await db.experimentRow.updateManyAndReturn({
    where: { id },
    data: { cancelAsked: true },
    select: { state: true },
  });
  return row ? StoredState.parse(row.state) : null;
}

export async function isCancelAsked(id: string): Promise<boolean> {
  const row = await database().prisma.experimentRow.findUnique({
    where: { id },
    select: { cancelAsked: true },
  });
  return row?.cancelAsked ?? true;
}

/** Experiments that an engine holds, with the engine's id. */
export async function heldExperiments(): Promise<{ id: string; engineId: string }[]> {
  const rows = await database().prisma.experimentRow.findMany({
    where: { state: { in: ['preparing', 'running', 'analysing'] } },
    select: { id: true, engineId: true },
  });
  return rows.flatMap(({ id, engineId }) => (engineId ? [{ id, engineId }] : []));
}
