import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '#lib/cli/start/engine-child.ts';
import type { Ms } from '#lib/domain/units.ts';
import { loadSample } from '#lib/samples/load.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { cancelExperiment } from '#lib/server/services/cancel-experiment.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';
import { atMost, type BenchRow } from '../bench.ts';

const TIMES = 5;

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(10);
}

/** From the wish to the state "cancelled" of a run that is being measured, on a real engine. */
export async function cancelRow(url: string, say: (text: string) => void): Promise<BenchRow> {
  say('Cancelling runs of a real engine');
  const engine = await startEngine(url);
  const took: Ms[] = [];
  try {
    const { id: workload } = await insertWorkload(loadSample('cpu'));
    for (let time = 0; time < TIMES; time += 1) {
      const { id } = await startExperiment(workload, { secondsPerCandidate: 60, ratePerSecond: 20 });
      await until(async () => ((await findExperiment(id))?.samples ?? 0) > 0);
      const since = performance.now();
      await cancelExperiment(id);
      await until(async () => (await findExperiment(id))?.state === 'cancelled');
      took.push(performance.now() - since);
    }
  } finally {
    await engine.child.stop();
  }
  const worst = Math.max(...took);
  const all = took.map((ms) => ms.toFixed(0)).join(', ');
  return {
    what: 'cancel a run, slowest',
    value: worst,
    unit: 'ms',
    bar: atMost(worst, 1000, ' ms'),
    base: `all: ${all} ms`,
  };
}
