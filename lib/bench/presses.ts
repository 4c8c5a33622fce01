import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '#lib/cli/start/engine-child.ts';
import { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import { loadSample } from '#lib/samples/load.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';
import { database } from '#lib/server/database/database.ts';
import { topics } from '#lib/server/live/publish.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { cancelExperiment } from '#lib/server/services/cancel-experiment.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';
import { startPlaygroundRun } from '#lib/server/services/start-interactive.ts';
import { atMost, type Bench, type BenchRow } from './bench.ts';
import { openBenchDatabase } from './database.ts';

const PRESSES = 24;
const EXPERIMENTS = 60;

/** One press of the playground on both sides. */
const REQUEST = PlaygroundRequest.parse({ code: quickWorkload().code });

/** Seconds from the end of one job to the begin of another, by the queue's own clock; NaN when it does not know. */
async function secondsBetween(ended: string, begun: string): Promise<number> {
  const { rows } = await database().pool.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM begun.started_on - ended.completed_on)::float8 AS seconds
     FROM pgboss.job AS ended, pgboss.job AS begun WHERE ended.id = $1 AND begun.id = $2`,
    [ended, begun],
  );
  return rows[0]?.seconds ?? Number.NaN;
}

async function countEvents(kind: string, topicsOfRuns: readonly string[]): Promise<number> {
  const { rows } = await database().pool.query<{ n: number }>(
    "SELECT count(DISTINCT topic)::int AS n FROM live_event WHERE topic = ANY($1) AND payload->>'kind' = $2",
    [topicsOfRuns, kind],
  );
  return rows[0]?.n ?? 0;
}

/** All at once from one browser; from the first request to the last end. */
async function presses(): Promise<BenchRow[]> {
  const since = performance.now();
  const runs = await Promise.all(Array.from({ length: PRESSES }, () => startPlaygroundRun('bench', REQUEST)));
  const pressed = runs.map(({ runId }) => topics.run(runId));
  while ((await countEvents('done', pressed)) < PRESSES && performance.now() - since < 120_000) {
    await sleep(20);
  }
  const took = (performance.now() - since) / 1000;
  const bad = PRESSES - (await countEvents('done', pressed)) + (await countEvents('failed', pressed));
  return [
    { what: `${PRESSES} presses at once, last end`, value: took, unit: 's', bar: atMost(took, 6, ' s') },
    { what: 'of them failed or without an end', value: bad, unit: '', bar: atMost(bad, 0) },
  ];
}

/** All but the last are cancelled while the first runs. What the first had deployed is removed before its job ends. */
async function cancelled(): Promise<BenchRow> {
  const { id: workload } = await insertWorkload(loadSample('cpu'));
  const start = () => startExperiment(workload, { secondsPerCandidate: 60, ratePerSecond: 5 });
  const started: string[] = [];
  for (let n = 0; n < EXPERIMENTS; n += 1) started.push((await start()).id);
  const [first = '', ...rest] = started;
  const last = rest.pop() ?? '';
  const stateOf = async (id: string) => (await findExperiment(id))?.state;
  while ((await stateOf(first)) !== 'running') await sleep(50);
  await Promise.all([...rest, first].map(cancelExperiment));
  while ((await stateOf(last)) === 'queued') await sleep(50);
  const gap = await secondsBetween(first, last);
  await cancelExperiment(last);
  return {
    what: `${EXPERIMENTS} runs queued, all but the last cancelled: gap before it`,
    value: gap,
    unit: 's',
    bar: atMost(gap, 1, ' s'),
  };
}

export const bench: Bench = {
  description: 'presses of the playground at once, and a queue whose runs are cancelled, on a real engine',
  async run(say) {
    await using opened = await openBenchDatabase();
    const engine = await startEngine(opened.url);
    try {
      say(`${PRESSES} presses`);
      const rows = await presses();
      say(`${EXPERIMENTS} runs of which ${EXPERIMENTS - 1} are cancelled`);
      return [...rows, await cancelled()];
    } finally {
      await engine.child.stop();
    }
  },
};
