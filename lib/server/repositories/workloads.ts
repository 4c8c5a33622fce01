import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import type { WorkloadView } from '#lib/domain/live/api.ts';
import { stored } from '#lib/domain/versions/lift.ts';
import { readWorkload, workloadVersions } from '#lib/domain/workload/versions/versions.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { database } from '../database/database.ts';
import { requireStorable } from '../database/storable.ts';
import { isUuid } from './uuid.ts';

const withExperiments = {
  experiments: {
    orderBy: { createdAt: 'desc' },
    select: { id: true, state: true, createdAt: true, report: { select: { createdAt: true } } },
  },
} as const;

interface Row {
  id: string;
  createdAt: Date;
  document: unknown;
  experiments: { id: string; state: string; createdAt: Date; report: { createdAt: Date } | null }[];
}

const toView = (row: Row): WorkloadView => ({
  id: row.id,
  createdAt: row.createdAt.toISOString(),
  workload: readWorkload(row.document),
  experiments: row.experiments.map((experiment) => ({
    id: experiment.id,
    state: experiment.state as ExperimentState,
    createdAt: experiment.createdAt.toISOString(),
    reportedAt: experiment.report?.createdAt.toISOString() ?? null,
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

export async function listWorkloads(limit = 200): Promise<WorkloadView[]> {
  const rows = await database().prisma.workloadRow.findMany({
    orderBy: { createdAt: 'desc' },
    take: limit,
    include: withExperiments,
  });
  return rows.map(toView);
}
