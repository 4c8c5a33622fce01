import type { Side } from '#lib/domain/execution/executor.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { arrivals, type PickedRequest, pickRequests } from '#lib/domain/load/schedule.ts';
import { type Ms, seededRandom } from '#lib/domain/units.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';

/** What one side is sent in one block; instants count from the block's start. */
export interface Block {
  side: Side;
  block: number;
  length: Ms;
  requests: readonly { index: number; offset: Ms; request: PickedRequest }[];
}

/**
 * The blocks in the order in which they run. Both sides get the same requests at the same offsets.
 * Who goes first changes from block to block (ABBA), so that a drift of the machine hits both alike.
 */
export function blocksOf(plan: ExperimentPlan, workload: Workload): Block[] {
  const length = (plan.secondsPerSide * 1000) / plan.blocks;
  const random = seededRandom(plan.seed);
  let sent = 0;
  return Array.from({ length: plan.blocks }, (_, block) => {
    const offsets = arrivals({
      kind: plan.arrivals,
      ratePerSecond: plan.ratePerSecond,
      durationMs: length,
      random,
    });
    const picked = pickRequests(workload.trigger.requests, offsets.length, random, sent + 1);
    const requests = picked.map((request, at) => ({ index: sent + at, offset: offsets[at] ?? 0, request }));
    sent += offsets.length;
    const order: Side[] = block % 2 === 0 ? ['function', 'container'] : ['container', 'function'];
    return order.map((side) => ({ side, block, length, requests }));
  }).flat();
}
