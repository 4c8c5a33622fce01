import type { PriceBook } from '../cost/sheets/book.ts';
import type { ByCandidate, CandidateId } from '../execution/candidate.ts';
import type { BuildInfo, Outcome } from '../execution/executor.ts';
import type { MachineInfo } from '../execution/machine.ts';
import type { Sample } from '../execution/sample.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import type { SimulatedMonth } from '../simulation/month/month.ts';
import type { Ms } from '../units.ts';
import type { SourceFile, Workload } from '../workload/workload.ts';
import type { MachineLoad } from './measurement.ts';
import type { ForcedStarts } from './starts.ts';
import type { UsageSpan } from './usage.ts';

/** Most instances alive during one second of a candidate's measured time. */
export interface InstanceCount {
  candidate: CandidateId;
  /** From 0; pauses between blocks are left out, as in `measuredSecond`. */
  second: number;
  instances: number;
}

/** A kind of failure with its first log. */
export interface FailureGroup {
  candidate: CandidateId;
  outcome: Outcome;
  message: string;
  log: string;
  count: number;
}

/** Everything a run leaves behind; `buildReport` needs nothing else. */
export interface BuildReportInput {
  experimentId: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  workload: Workload;
  plan: ExperimentPlan;
  machine: MachineInfo;
  /** Of all candidates, any order; the warm-up's carry block -1. */
  samples: readonly Sample[];
  builds: ByCandidate<BuildInfo>;
  instanceCounts: readonly InstanceCount[];
  /** How long the instances took that were started before the run: replicas stand ready. Earlier runs did not say. */
  starts?: readonly { candidate: CandidateId; init: Ms }[];
  /** Starts that were forced before the first request; absent where none were. */
  forced?: ByCandidate<ForcedStarts>;
  failures: readonly FailureGroup[];
  /** The user's files with types blanked (line numbers kept), for the lock-in assessment. */
  sources: readonly SourceFile[];
  /** How late the generator itself sent: sentAt - scheduledAt, without what the executor did. */
  sendLateness: { p99Ms: Ms; maxMs: Ms };
  /** Requests that were due and not sent, because too many were in flight. */
  unsent?: number;
  /** What else the machine did meanwhile; null or absent where nobody looked. */
  load?: MachineLoad | null;
  /** The use of all candidates, turn by turn; empty or absent where the executors do not tell. */
  usage?: readonly UsageSpan[];
  /** The described month, simulated with what these samples say; absent or null: not simulated. */
  month?: SimulatedMonth | null;
  /** The price sheets in use; absent: those that come with the product. */
  book?: PriceBook;
  /** What the engine noticed; the report adds its own. */
  warnings: readonly string[];
}
