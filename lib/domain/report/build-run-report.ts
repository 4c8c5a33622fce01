import { calibrateFunctions } from '../calibration/calibrate.ts';
import { ASSUMED } from '../cost/assumptions.ts';
import { firstOf, ownOf } from '../execution/candidate.ts';
import type { SimulatedMonth } from '../simulation/month/month.ts';
import { simulateMonth } from '../simulation/month/simulate-month.ts';
import { buildReport } from './build.ts';
import type { BuildReportInput } from './input.ts';
import type { Report } from './report.ts';

/**
 * The report of a run with the described month simulated, which takes up to two seconds of a processor.
 * @throws CrossoverError as `buildReport` does
 */
export const buildRunReport = (input: Omit<BuildReportInput, 'month'>): Report =>
  buildReport({ ...input, month: monthOfRun(input) });

/** Null where no warm request or no start of a function was measured. The seed of the plan decides what is chance. */
export function monthOfRun({
  workload,
  plan,
  samples,
  forced,
}: Pick<BuildReportInput, 'workload' | 'plan' | 'samples' | 'forced'>): SimulatedMonth | null {
  const functions = firstOf('function', plan.candidates);
  const measured = calibrateFunctions(ownOf(functions, samples), plan.keepAliveSeconds * 1000);
  if (measured === null) return null;
  const { traffic, memoryMiB } = workload;
  const starts = forced?.[functions]?.times ?? [];
  return simulateMonth({
    ...{ traffic, memoryMiB, seed: plan.seed, keepAliveMs: ASSUMED.keepAliveMs },
    serviceMs: measured.serviceMs,
    // As the bill does: the starts of a run take each other's processors, those of a platform do not.
    initMs: starts.length > 0 ? starts : measured.initMs,
  });
}
