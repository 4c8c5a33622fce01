import type { Report } from '#lib/domain/report/report.ts';
import { findSharedReport } from '../repositories/reports.ts';

/** Null for a slug that never was or that was revoked: the two look the same from outside. */
export async function getSharedReport(slug: string): Promise<Report | null> {
  return /^[\w-]{16,64}$/.test(slug) ? findSharedReport(slug) : null;
}
