import type { WorkloadItem, WorkloadPage, WorkloadView } from '#lib/domain/live/api.ts';
import { stored } from '#lib/domain/versions/lift.ts';
import { readWorkload, workloadVersions } from '#lib/domain/workload/versions/versions.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { database } from '../database/database.ts';
import { requireStorable } from '../database/storable.ts';
import { pageOf } from './page.ts';
import { StoredState } from './stored-state.ts';
import { summaryOfExperiment } from './summaries.ts';
import { isUuid } from './uuid.ts';

const withExperiments = {
  experiments: {
    orderBy: { createdAt: 'desc' },
    select: {
      id: true,
      state: true,
      createdAt: true,
      summary: true,
      report: { select: { createdAt: true } },
    },
  },
} as const;

interface Row {
  id: string;
  createdAt: Date;
  document: unknown;
  experiments: {
    id: string;
    state: string;
    createdAt: Date;
    summary: unknown;
    report: { createdAt: Date } | null;
  }[];
}

type ExperimentRow = Row['experiments'][number];

const choiceOf = async (row: Pick<ExperimentRow, 'id' | 'summary' | 'report'>) =>
  (await summaryOfExperiment(row))?.verdict.choice ?? null;

async function toView(row: Row): Promise<WorkloadView> {
  const experiments: WorkloadView['experiments'] = [];
  // One after another: a summary may have to be made, and then its whole report is in memory.
  for (const experiment of row.experiments) experiments.push(await toRun(experiment));
  const createdAt = row.createdAt.toISOString();
  return { id: row.id, createdAt, workload: readWorkload(row.document), experiments };
}

const toRun = async (experiment: ExperimentRow): Promise<WorkloadView['experiments'][number]> => ({
  id: experiment.id,
  state: StoredState.parse(experiment.state),
  createdAt: experiment.createdAt.toISOString(),
  reportedAt: experiment.report?.createdAt.toISOString() ?? null,
  choice: await choiceOf(experiment),
});

/** @throws CrossoverError `invalid-input` when a text in it cannot be stored as it is. */
export async function insertWorkload(workload: Workload): Promise<WorkloadView> {
  requireStorable(workload);
  const row = await database().prisma.workloadRow.create({
    data: { name: workload.name, document: stored(workloadVersions, workload) },
    include: withExperiments,
  });
  return await toView(row);
}

export async function findWorkload(id: string): Promise<WorkloadView | null> {
  if (!isUuid(id)) return null;
  const row = await database().prisma.workloadRow.findUnique({ where: { id }, include: withExperiments });
  return row && (await toView(row));
}

const listed = {
  id: true,
  createdAt: true,
  document: true,
  _count: { select: { experiments: true } },
  experiments: { ...withExperiments.experiments, take: 1 },
} as const;

interface ListedRow extends Row {
  _count: { experiments: number };
}

/** Newest first. @param after the last one of the page before */
export async function listWorkloads(limit: number, after?: string): Promise<WorkloadPage> {
  const rows = await database().prisma.workloadRow.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: listed,
    take: limit + 1,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
  const { items, next } = pageOf(rows, limit);
  const workloads: WorkloadItem[] = [];
  for (const row of items) workloads.push(await toItem(row));
  return { workloads, next };
}

async function toItem(row: ListedRow): Promise<WorkloadItem> {
  const { id, createdAt, document, _count, experiments } = row;
  const [latest] = experiments;
  const { name, description, memoryMiB, traffic } = readWorkload(document);
  return {
    ...{ id, name, description, memoryMiB, requestsPerMonth: traffic.requestsPerMonth },
    createdAt: createdAt.toISOString(),
    runs: _count.experiments,
    latest: latest === undefined ? null : StoredState.parse(latest.state),
    choice: latest === undefined ? null : await choiceOf(latest),
  };
}
