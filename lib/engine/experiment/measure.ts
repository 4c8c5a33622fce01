import { type Deployment, SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { liveSeconds } from '#lib/domain/report/timeline.ts';
import type { Clock, Ms } from '#lib/domain/units.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { insertSamples } from '#lib/server/repositories/samples.ts';
import { drive } from './drive.ts';
import { Recorder } from './recorder.ts';
import { type Block, blocksOf } from './schedule.ts';

export interface MeasureOptions {
  experimentId: string;
  workload: Workload;
  plan: ExperimentPlan;
  deployments: Record<Side, Deployment>;
  clock: Clock;
  signal: AbortSignal;
  publish(event: ExperimentEvent): Promise<void>;
}

const TICK_MS = 500;
/** Between two blocks, so that the one side's last work does not fall into the other's first requests. */
const PAUSE_MS = 200;

/** Runs every block and returns what was recorded. Samples are stored at least twice a second. */
export async function measure(options: MeasureOptions): Promise<Recorder> {
  const recorder = new Recorder();
  const origin = options.clock.now();
  const blocks = blocksOf(options.plan, options.workload);
  let done: Ms = 0;
  for (const block of blocks) {
    await runBlock(block, done, { ...options, recorder, origin });
    done += block.length;
  }
  return recorder;
}

type Running = MeasureOptions & { recorder: Recorder; origin: Ms };

async function runBlock(block: Block, before: Ms, running: Running): Promise<void> {
  const { recorder, clock, origin, deployments, signal } = running;
  const startsAt = clock.now() - origin + PAUSE_MS;
  recorder.startBlock();
  const ticker = startTicker(() => tick(block, startsAt, before, running));
  try {
    await drive({
      deployment: deployments[block.side],
      block: block.block,
      planned: block.requests.map(({ index, offset, request }) => ({
        index,
        at: startsAt + offset,
        request,
      })),
      clock,
      origin,
      signal,
      onSample: (sample, invocation) => recorder.add(sample, invocation),
    });
  } finally {
    await ticker.stop();
    await tick(block, startsAt, before, running);
  }
}

/** What the browser and the database are told twice a second. */
async function tick(block: Block, startsAt: Ms, before: Ms, running: Running): Promise<void> {
  const { recorder, clock, origin, deployments, plan, publish } = running;
  const inBlock = Math.min(block.length, Math.max(0, clock.now() - origin - startsAt));
  const second = Math.floor((block.block * block.length + Math.min(inBlock, block.length - 1)) / 1000);
  const alive = deployments[block.side].instances().filter(({ state }) => state !== 'stopped').length;
  recorder.countInstances(block.side, second, alive);
  await insertSamples(running.experimentId, recorder.takeUnsaved());
  const seconds = liveSeconds(recorder.blockSamples, {
    blockMs: block.length,
    instances: recorder.instanceCounts,
  });
  if (seconds.length > 0) await publish({ kind: 'seconds', seconds });
  const total = plan.secondsPerSide * SIDES.length;
  const done = Math.min(total, (before + inBlock) / 1000);
  await publish({
    kind: 'progress',
    doing: `Measuring the ${block.side} side, block ${block.block + 1} of ${plan.blocks}`,
    done,
    total,
    secondsLeft: total - done,
  });
}

/** Runs `action` every half second, never twice at once; a failure ends the run when it is stopped. */
function startTicker(action: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let failure: unknown = null;
  let idle = true;
  const timer = setInterval(() => {
    if (!idle || failure) return;
    idle = false;
    running = action()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        idle = true;
      });
  }, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      if (failure) throw failure;
    },
  };
}
