import { SweepAxes as Schema, type SweepAxes } from '#lib/domain/sweep/axes.ts';
import { readWorkload } from '#lib/domain/workload/versions/versions.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import { isUuid } from './uuid.ts';

/** A sweep without its experiments. */
export interface StoredSweep {
  id: string;
  workloadId: string;
  workload: Workload;
  axes: SweepAxes;
  createdAt: string;
}

interface Row {
  id: string;
  workloadId: string;
  workload: { document: unknown };
  axes: unknown;
  createdAt: Date;
}

const include = { workload: { select: { document: true } } } as const;

const toSweep = ({ id, workloadId, workload, axes, createdAt }: Row): StoredSweep => ({
  ...{ id, workloadId, createdAt: createdAt.toISOString() },
  workload: readWorkload(workload.document),
  axes: Schema.parse(axes),
});

export async function insertSweep(
  workloadId: string,
  axes: SweepAxes,
  db: Transaction,
): Promise<StoredSweep> {
  return toSweep(await db.sweepRow.create({ data: { workloadId, axes }, include }));
}

export async function findSweep(id: string): Promise<StoredSweep | null> {
  if (!isUuid(id)) return null;
  const row = await database().prisma.sweepRow.findUnique({ where: { id }, include });
  return row && toSweep(row);
}
