import type { CandidateId } from '#lib/domain/execution/candidate.ts';
import { type ExperimentPlan, WARM_UP_BLOCK } from '#lib/domain/experiment/plan.ts';
import { inTurn } from '#lib/domain/experiment/rounds.ts';
import { type PickedRequest, pickRequests } from '#lib/domain/load/schedule.ts';
import { turnArrivals, turnOf } from '#lib/domain/load/turn.ts';
import { type Ms, seededRandom } from '#lib/domain/units.ts';
import { assumedDuration } from '#lib/domain/workload/assumed-duration.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';

/** The requests to one candidate in one block; instants count from the block's start. */
export interface Block {
  candidate: CandidateId;
  /** -1 is the warm-up; its requests carry negative indexes. */
  block: number;
  length: Ms;
  requests: readonly { index: number; offset: Ms; request: PickedRequest }[];
}

/**
 * The blocks in the order in which they run. All candidates get the same requests at the same offsets;
 * every block plays the whole traffic (lib/domain/load/turn.ts).
 * None where a request takes longer than the plan can show.
 * Who goes first and who follows whom changes from round to round, so that a drift of the machine hits all alike.
 */
export function blocksOf(plan: ExperimentPlan, workload: Workload): Block[] {
  if (assumedDuration(workload, plan) !== null) return [];
  return [...warmUp(plan, workload), ...measured(plan, workload)];
}

/** Beyond the numbers of the measured requests, so that the two never ask for the same thing. */
const FIRST_WARM_UP_NUMBER = 1_000_000_000;

/** Steady at the mean rate of the run, in a stream of its own: with or without it, the measured requests are the same. */
function warmUp({ traffic: _, ...plan }: ExperimentPlan, workload: Workload): Block[] {
  const seed = (plan.seed ^ 0x5bd1e995) >>> 0;
  const length = plan.warmupSeconds * 1000;
  if (length === 0) return [];
  const offsets = turnArrivals({ ...plan, seed, secondsPerCandidate: plan.warmupSeconds, rounds: 1 }, 0);
  if (offsets.length === 0) return [];
  const random = seededRandom(seed);
  const picked = pickRequests(workload.trigger.requests, offsets.length, random, FIRST_WARM_UP_NUMBER);
  const requests = picked.map((request, at) => ({
    index: at - offsets.length,
    offset: offsets[at] ?? 0,
    request,
  }));
  return plan.candidates.map(({ id }) => ({ candidate: id, block: WARM_UP_BLOCK, length, requests }));
}

function measured(plan: ExperimentPlan, workload: Workload): Block[] {
  const { lengthMs: length } = turnOf(plan);
  const random = seededRandom(plan.seed);
  let sent = 0;
  return Array.from({ length: plan.rounds }, (_, block) => {
    const offsets = turnArrivals(plan, block);
    const picked = pickRequests(workload.trigger.requests, offsets.length, random, sent + 1);
    const requests = picked.map((request, at) => ({ index: sent + at, offset: offsets[at] ?? 0, request }));
    sent += offsets.length;
    return inTurn(plan.candidates, block).map(({ id }) => ({ candidate: id, block, length, requests }));
  }).flat();
}
