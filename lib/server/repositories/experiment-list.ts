import { ProblemSchema } from '#lib/domain/errors.ts';
import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import type { ExperimentItem, ExperimentPage } from '#lib/domain/live/api.ts';
import { database } from '../database/database.ts';
import { pageOf } from './page.ts';
import { StoredState } from './stored-state.ts';
import { summaryOfExperiment } from './summaries.ts';

export interface ExperimentListOptions {
  /** At most so many. */
  limit: number;
  /** The last one of the page before. */
  after?: string | undefined;
  /** Only those in this state. */
  state?: ExperimentState | undefined;
}

const select = {
  ...{ id: true, state: true, createdAt: true, problem: true, sweepId: true, summary: true },
  workload: { select: { name: true } },
  report: { select: { createdAt: true } },
} as const;

interface Row {
  id: string;
  state: string;
  createdAt: Date;
  problem: unknown;
  sweepId: string | null;
  summary: unknown;
  workload: { name: string };
  report: { createdAt: Date } | null;
}

const StoredProblem = ProblemSchema.nullable();

/** Newest first. No report is read but those that have no summary of today's version yet. */
export async function listExperiments(options: ExperimentListOptions): Promise<ExperimentPage> {
  const { limit, after, state } = options;
  const rows = await database().prisma.experimentRow.findMany({
    ...{ where: state === undefined ? {} : { state }, select },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    // One more than asked for shows whether there are more.
    take: limit + 1,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
  const { items, next } = pageOf(rows, limit);
  const experiments: ExperimentItem[] = [];
  // One after another: a page of old reports is never in memory as a whole.
  for (const row of items) experiments.push(await itemOf(row));
  return { experiments, next };
}

async function itemOf(row: Row): Promise<ExperimentItem> {
  const { id, state, createdAt, problem, sweepId, workload, report } = row;
  return {
    ...{ id, name: workload.name, state: StoredState.parse(state), sweepId },
    createdAt: createdAt.toISOString(),
    reportedAt: report?.createdAt.toISOString() ?? null,
    problem: StoredProblem.parse(problem)?.message ?? null,
    summary: await summaryOfExperiment(row),
  };
}
