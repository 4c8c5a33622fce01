/** When an experiment was. */
export interface ExperimentTimes {
  /** When somebody wanted it. */
  createdAt: string;
  /** The report's own time; null as long as there is none. */
  reportedAt?: string | null;
}

/** The one time that is shown of an experiment: that of its report, in a list as in the report itself. */
export const shownTime = ({ createdAt, reportedAt }: ExperimentTimes): string => reportedAt ?? createdAt;
