import type { EngineChoice } from '#lib/domain/execution/engines.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { PlanWishes } from '#lib/domain/experiment/plan.ts';
import type { SweepView } from '#lib/domain/live/api.ts';
import { cutWords } from '#lib/domain/load/turn-part.ts';
import { SIDE_NAMES } from '#lib/domain/report/words.ts';
import { type AxisName, SweepAxes } from '#lib/domain/sweep/axes.ts';
import { cellsOf } from '#lib/domain/sweep/chart.ts';
import type { SweepCurve } from '#lib/domain/sweep/prepare.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { cancelSweep, getSweep, startSweep } from '#lib/server/services/sweeps.ts';
import { PLAN_FLAGS, parseFlags } from './parse-flags.ts';
import { printable } from './printable.ts';
import { openProduct } from './product.ts';
import { follow, NO_VERDICT_EXIT, readWorkload } from './run.ts';
import { readTraffic, roundsOf, type TrafficOptions } from './traffic-options.ts';

interface SweepOptions extends TrafficOptions {
  sample?: string;
  workload?: string;
  runtimes?: string[];
  memory?: number[];
  cpus?: number[];
  rates?: number[];
  concurrency?: number[];
  code?: number[];
  seconds?: number;
  seed?: number;
  engine?: EngineChoice;
  json?: boolean;
}

const AXIS_FLAGS: Record<AxisName, string> = {
  runtime: '--runtimes',
  memoryMiB: '--memory',
  cpusPerReplica: '--cpus',
  ratePerSecond: '--rates',
  maxConcurrency: '--concurrency',
  paddingMiB: '--code',
};

const say = (text: string) => process.stderr.write(`${printable(text)}\n`);

/** Runs every setting after another, stores them as a sweep and prints the curve; Ctrl-C cancels what is left. */
export async function sweep(options: SweepOptions): Promise<void> {
  const workload = readWorkload(options);
  const { runtimes, memory, cpus, rates, concurrency, code, seconds, seed, engine } = options;
  const wanted = {
    runtime: runtimes,
    memoryMiB: memory,
    cpusPerReplica: cpus,
    ratePerSecond: rates,
    maxConcurrency: concurrency,
    paddingMiB: code,
  };
  const axes = parseFlags(SweepAxes, wanted, AXIS_FLAGS);
  const traffic = await readTraffic(options);
  for (const words of traffic?.notes ?? []) say(words);
  const wishes = {
    secondsPerCandidate: seconds,
    seed,
    containerEngine: engine,
    traffic,
    rounds: roundsOf(options),
  };
  const plan = parseFlags(PlanWishes, wishes, PLAN_FLAGS);
  await using _product = await openProduct(say);
  const { id: workloadId } = await insertWorkload(workload);
  const { id, experiments } = await startSweep(workloadId, axes, plan);
  const cut = experiments[0] && cutWords(experiments[0].experiment.plan);
  if (cut) say(`Read with care: ${cut}`);
  for (const [at, { experiment, label }] of experiments.entries()) {
    say(`${at + 1} of ${experiments.length}: ${label}`);
    const ended = await follow(experiment.id, () => void cancelSweep(id));
    if (ended.problem) say(`${label}: ${ended.problem.message}`);
  }
  print(await getSweep(id), options);
}

function print(view: SweepView, { json }: SweepOptions): void {
  const all = view.experiments;
  if (all.some(({ experiment }) => experiment.state !== 'done')) process.exitCode = 1;
  else if (all.every(({ choice }) => choice === 'none')) process.exitCode = NO_VERDICT_EXIT;
  console.log(json ? JSON.stringify(view, null, 2) : printable(sweepTable(view)));
}

/** The curve of both sides as a terminal shows it. */
export function sweepTable({ id, workload, prepared }: SweepView): string {
  if (!prepared) return `${workload.name}: no setting was measured.\n\nStored as sweep ${id}.`;
  return [
    workload.name,
    '',
    ...SIDES.flatMap((side) => [prepared.sides[side].sentence, '', ...rows(prepared.sides[side]), '']),
    ...prepared.warnings.map((warning) => `Read with care: ${warning}`),
    `Stored as sweep ${id}.`,
  ].join('\n');
}

function rows(curve: SweepCurve): string[] {
  const head = [SIDE_NAMES[curve.side], 'a month', 'warm p50', '95% interval', 'start', 'good', ''];
  const table = [head, ...cellsOf(curve)];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
