import type { CostAssessment } from '../cost/assessment.ts';
import type { CandidateId } from '../execution/candidate.ts';
import type { MachineInfo } from '../execution/machine.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import type { LockInAssessment } from '../lock-in/assessment.ts';
import type { Verdict } from '../recommendation/assessment.ts';
import type { SimulatedMonth } from '../simulation/month/month.ts';
import type { Workload } from '../workload/workload.ts';
import type { CandidateReport, Difference, GeneratorReport } from './measurement.ts';

/**
 * The report: immutable and versioned. The page, the share link, the CSV, the JSON and the print
 * all read this and nothing else. `version` grows when a field comes or changes its meaning; versions/ has the way from
 * each older version, schema/ the check of what comes from the database.
 */
export const REPORT_VERSION = 4;

export interface Report {
  version: typeof REPORT_VERSION;
  experimentId: string;
  createdAt: string;
  workload: Workload;
  plan: ExperimentPlan;
  machine: MachineInfo;
  /** In the order of the plan. */
  candidates: readonly CandidateReport[];
  /** The one that the others are told against, unless a reader chooses another. */
  baseline: CandidateId;
  /** Of every pair, the earlier one in the plan first. */
  differences: readonly Difference[];
  /** Null: the first reports do not say. */
  generator: GeneratorReport | null;
  /** The described month on the function side, simulated with what the run measured; null: not simulated. */
  month: SimulatedMonth | null;
  cost: CostAssessment;
  lockIn: LockInAssessment;
  verdict: Verdict;
  assumptions: readonly string[];
  /** Non-empty: the numbers must be read with care, and why (e.g. the generator was late). */
  warnings: readonly string[];
}
