import { lift, type Versioned, VersionedDocument } from '../../versions/lift.ts';
import type { Report } from '../report.ts';
import { reportSchema } from '../schema/report.ts';
import { underDoubt } from '../under-doubt.ts';
import { from1to2 } from './1-to-2.ts';
import { from2to3 } from './2-to-3.ts';
import { from3to4 } from './3-to-4.ts';

/** Every version of a report that was ever stored, as the newest. */
export const reportVersions: Versioned<Report> = {
  name: 'report',
  steps: [from1to2, from2to3, from3to4],
  schema: reportSchema,
};

/** From this version on a report is judged by how far its figures can be relied on when it is made. */
const JUDGED_SINCE = 2;

/**
 * A stored report of any version; one that took every figure as it was is judged now.
 * @throws CrossoverError `stored-by-newer-version`, `stored-unreadable`
 */
export function readReport(document: unknown): Report {
  const report = lift(reportVersions, document);
  return VersionedDocument.parse(document).version < JUDGED_SINCE ? underDoubt(report) : report;
}
