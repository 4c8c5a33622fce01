import { lift, type Versioned } from '../../versions/lift.ts';
import type { Report } from '../report.ts';
import { reportSchema } from '../schema/report.ts';
import { from1to2 } from './1-to-2.ts';

/** Every version of a report that was ever stored, as the newest. */
export const reportVersions: Versioned<Report> = {
  name: 'report',
  steps: [from1to2],
  schema: reportSchema,
};

/** A stored report of any version. @throws CrossoverError `stored-by-newer-version`, `stored-unreadable` */
export const readReport = (document: unknown): Report => lift(reportVersions, document);
