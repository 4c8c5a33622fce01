import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import { type ExperimentPlan, WARM_UP_BLOCK } from '#lib/domain/experiment/plan.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import type { MachineLoad } from '#lib/domain/report/measurement.ts';
import type { UsageSpan } from '#lib/domain/report/usage.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { insertSamples } from '#lib/server/repositories/samples.ts';
import type { EngineClock } from '../clock.ts';
import { drive } from './drive.ts';
import { watchMachine } from './machine-meter.ts';
import { progressAt } from './progress.ts';
import { Recorder } from './recorder.ts';
import { type Block, blocksOf } from './schedule.ts';
import { startTicker } from './ticker.ts';
import { UsageMeter } from './usage-meter.ts';

export interface MeasureOptions {
  experimentId: string;
  workload: Workload;
  plan: ExperimentPlan;
  deployments: Record<Side, Deployment>;
  clock: EngineClock;
  signal: AbortSignal;
  publish(event: ExperimentEvent): Promise<void>;
}

/** What a run leaves behind beside its stored samples. */
export interface Measurement {
  recorder: Recorder;
  usage: readonly UsageSpan[];
  load: MachineLoad;
}

const TICK_MS = 500;
/** Between two blocks, so that the one side's last work does not fall into the other's first requests. */
const PAUSE_MS = 200;

interface Running extends MeasureOptions {
  blocks: readonly Block[];
  recorder: Recorder;
  meter: UsageMeter;
  origin: Ms;
}

/** Runs the warm-up and every block. Samples are stored at least twice a second. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { clock, deployments, plan, workload } = options;
  const recorder = new Recorder();
  const meter = new UsageMeter(deployments, clock);
  const blocks = blocksOf(plan, workload);
  const running = { ...options, blocks, recorder, meter, origin: clock.now() };
  let load = watchMachine(clock.now);
  for (const block of blocks) {
    if (block === blocks.find((one) => one.block !== WARM_UP_BLOCK)) load = watchMachine(clock.now);
    await runBlock(block, running);
  }
  // Of no time nothing can be said.
  if (blocks.length === 0) return { recorder, usage: [], load: { steal: null, others: null, waiting: null } };
  return { recorder, usage: meter.spans, load: load(meter.cpuTime) };
}

async function runBlock(block: Block, running: Running): Promise<void> {
  const { recorder, clock, origin, deployments, signal, meter } = running;
  const measured = block.block !== WARM_UP_BLOCK;
  const readUsage = measured ? await meter.start(block.side) : async () => {};
  const startsAt = clock.now() - origin + PAUSE_MS;
  recorder.startBlock({ block: block.block, startsAt, length: block.length });
  const ticker = startTicker(TICK_MS, () => tick(block, startsAt, running));
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
      // What cannot be stored ends the run now, not at the end of a turn that may last an hour.
      signal: AbortSignal.any([signal, ticker.signal]),
      onSample: (sample, invocation) => recorder.add(sample, invocation),
    });
  } finally {
    await ticker.stop();
    await tick(block, startsAt, running);
    await readUsage();
  }
}

/** What the browser and the database are told twice a second. */
async function tick(block: Block, startsAt: Ms, running: Running): Promise<void> {
  const { recorder, clock, origin, deployments, plan, publish, meter, blocks } = running;
  const at = clock.now() - origin;
  const inBlock = Math.min(block.length, Math.max(0, at - startsAt));
  meter.look();
  const alive = deployments[block.side].instances().filter(({ state }) => state !== 'stopped').length;
  recorder.countInstances(block.side, at, alive);
  await insertSamples(running.experimentId, recorder.takeUnsaved());
  const seconds = recorder.takeSeconds();
  if (seconds.length > 0) await publish({ kind: 'seconds', seconds });
  await publish({ kind: 'progress', ...progressAt({ blocks, at: blocks.indexOf(block), inBlock }, plan) });
}
