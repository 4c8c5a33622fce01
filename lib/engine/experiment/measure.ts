import { type ExperimentPlan, WARM_UP_BLOCK } from '#lib/domain/experiment/plan.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import type { MachineLoad } from '#lib/domain/report/measurement.ts';
import type { UsageSpan } from '#lib/domain/report/usage.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { insertSamples } from '#lib/server/repositories/samples.ts';
import type { EngineClock } from '../clock.ts';
import type { Deployed } from './deployed.ts';
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
  candidates: readonly Deployed[];
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
/** Between two blocks, so that the last work of one does not fall into the first requests of the next. */
const PAUSE_MS = 200;

interface Running extends MeasureOptions {
  blocks: readonly Block[];
  recorder: Recorder;
  meter: UsageMeter;
  origin: Ms;
}

/** Runs the warm-up and every block. Samples are stored at least twice a second. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { clock, candidates, plan, workload } = options;
  const recorder = new Recorder();
  const meter = new UsageMeter(candidates, clock);
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
  const { recorder, clock, origin, signal, meter } = running;
  const candidate = deployedOf(block, running);
  const measured = block.block !== WARM_UP_BLOCK;
  const readUsage = measured ? await meter.start(block.candidate) : async () => {};
  const startsAt = clock.now() - origin + PAUSE_MS;
  recorder.startBlock({ block: block.block, startsAt, length: block.length });
  const ticker = startTicker(TICK_MS, () => tick(block, startsAt, running));
  try {
    await drive({
      candidate,
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

function deployedOf({ candidate }: Block, { candidates }: MeasureOptions): Deployed {
  const found = candidates.find(({ id }) => id === candidate);
  if (found === undefined) throw new RangeError(`Candidate ${candidate} was not deployed.`);
  return found;
}

/** What the browser and the database are told twice a second. */
async function tick(block: Block, startsAt: Ms, running: Running): Promise<void> {
  const { recorder, clock, origin, plan, publish, meter, blocks } = running;
  const at = clock.now() - origin;
  const inBlock = Math.min(block.length, Math.max(0, at - startsAt));
  meter.look();
  const { deployment } = deployedOf(block, running);
  const alive = deployment.instances().filter(({ state }) => state !== 'stopped').length;
  recorder.countInstances(block.candidate, at, alive);
  await insertSamples(running.experimentId, recorder.takeUnsaved());
  const seconds = recorder.takeSeconds();
  if (seconds.length > 0) await publish({ kind: 'seconds', seconds });
  await publish({ kind: 'progress', ...progressAt({ blocks, at: blocks.indexOf(block), inBlock }, plan) });
}
