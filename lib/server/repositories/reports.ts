import type { ShareView } from '#lib/domain/live/api.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { summaryOf } from '#lib/domain/report/report-summary.ts';
import { readReport } from '#lib/domain/report/versions/versions.ts';
import { database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import type { Transaction } from '../database/transaction.ts';

/** The report and, in the experiment, its summary for lists: both or neither. */
export async function insertReport(report: Report, db: Transaction = database().prisma): Promise<void> {
  const row = {
    version: report.version,
    createdAt: report.createdAt,
    // A plain copy: the report's readonly types do not fit Prisma's JSON input.
    document: JSON.parse(storableJson(report)),
  };
  await db.experimentRow.update({
    where: { id: report.experimentId },
    data: { summary: JSON.parse(storableJson(summaryOf(report))), report: { create: row } },
    select: { id: true },
  });
}

export async function findReport(experimentId: string): Promise<Report | null> {
  const row = await database().prisma.reportRow.findUnique({ where: { experimentId } });
  return row && readReport(row.document);
}

const toShare = (row: { slug: string; createdAt: Date }): ShareView => ({
  slug: row.slug,
  url: `/r/${row.slug}`,
  createdAt: row.createdAt.toISOString(),
});

export async function insertShare(experimentId: string, slug: string): Promise<ShareView> {
  return toShare(await database().prisma.shareRow.create({ data: { experimentId, slug } }));
}

export async function listShares(experimentId: string): Promise<ShareView[]> {
  const rows = await database().prisma.shareRow.findMany({
    where: { experimentId, revokedAt: null },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(toShare);
}

/** Revoking keeps the row: the slug can never come back to life. */
export async function revokeShare(slug: string): Promise<boolean> {
  const { count } = await database().prisma.shareRow.updateMany({
    where: { slug, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count === 1;
}

export async function findSharedReport(slug: string): Promise<Report | null> {
  const row = await database().prisma.shareRow.findUnique({ where: { slug }, include: { report: true } });
  return row && row.revokedAt === null ? readReport(row.report.document) : null;
}
