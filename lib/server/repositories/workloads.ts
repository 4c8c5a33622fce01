import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import type { WorkloadItem, WorkloadPage, WorkloadView } from '#lib/domain/live/api.ts';
import { ReportSummary } from '#lib/domain/report/report-summary.ts';
import { stored } from '#lib/domain/versions/lift.ts';
import { readWorkload, workloadVersions } from '#lib/domain/workload/versions/versions.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { database } from '../database/database.ts';
import { requireStorable } from '../database/storable.ts';
import { pageOf } from './page.ts';
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

/** Of a report that has no summary yet, it is not known here: the list of experiments makes one. */
const choiceOf = ({ summary }: { summary: unknown }) =>
  ReportSummary.safeParse(summary).data?.verdict.choice ?? null;

const toView = (row: Row): WorkloadView => ({
  id: row.id,
  createdAt: row.createdAt.toISOString(),
  workload: readWorkload(row.document),
  experiments: row.experiments.map((experiment) => ({
    id: experiment.id,
    state: experiment.state as ExperimentState,
    createdAt: experiment.createdAt.toISOString(),
    reportedAt: experiment.report?.createdAt.toISOString() ?? null,
    choice: choiceOf(experiment),
  })),
});

/** @throws CrossoverError `invalid-input` when a text in it cannot be stored as it is. */
export async function insertWorkload(workload: Workload): Promise<WorkloadView> {
  requireStorable(workload);
  const row = await database().prisma.workloadRow.create({
    data: { name: workload.name, document: stored(workloadVersions, workload) },
    include: withExperiments,
  });
  return toView(row);
}

export async function findWorkload(id: string): Promise<WorkloadView | null> {
  if (!isUuid(id)) return null;
  const row = await database().prisma.workloadRow.findUnique({ where: { id }, include: withExperiments });
  return row && toView(row);
}

const listed = {
  id: true,
  createdAt: true,
  document: true,
  _count: { select: { experiments: true } },
  experiments: { orderBy: { createdAt: 'desc' }, take: 1, select: { state: true, summary: true } },
} as const;

interface ListedRow extends Pick<Row, 'id' | 'createdAt' | 'document'> {
  _count: { experiments: number };
  experiments: { state: string; summary: unknown }[];
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
  return { workloads: items.map(toItem), next };
}

function toItem({ id, createdAt, document, _count, experiments: [latest] }: ListedRow): WorkloadItem {
  const { name, description, memoryMiB, traffic } = readWorkload(document);
  return {
    ...{ id, name, description, memoryMiB, requestsPerMonth: traffic.requestsPerMonth },
    createdAt: createdAt.toISOString(),
    runs: _count.experiments,
    latest: latest === undefined ? null : (latest.state as ExperimentState),
    choice: latest === undefined ? null : choiceOf(latest),
  };
}
