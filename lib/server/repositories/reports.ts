import type { ShareView } from '#lib/domain/live/api.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { readReport } from '#lib/domain/report/versions/versions.ts';
import { database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import type { Transaction } from '../database/transaction.ts';

export async function insertReport(report: Report, db: Transaction = database().prisma): Promise<void> {
  await db.reportRow.create({
    data: {
      experimentId: report.experimentId,
      version: report.version,
      createdAt: report.createdAt,
      // A plain copy: the report's readonly types do not fit Prisma's JSON input.
      document: JSON.parse(storableJson(report)),
    },
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
