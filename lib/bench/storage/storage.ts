import { monitorEventLoopDelay } from 'node:perf_hooks';
import { prepareLanes } from '#lib/domain/charts/lanes.ts';
import { prepareDistribution } from '#lib/domain/charts/latency-distribution.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import { fixtureInput } from '#lib/domain/report/fixture.ts';
import { latencyGroups } from '#lib/domain/report/latency-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { buildInWorker } from '#lib/engine/report/build-in-worker.ts';
import { loadSample } from '#lib/samples/load.ts';
import { database } from '#lib/server/database/database.ts';
import { samplesDownload } from '#lib/server/http/downloads.ts';
import { listExperiments } from '#lib/server/repositories/experiment-list.ts';
import { findExperiment, insertExperiment } from '#lib/server/repositories/experiments.ts';
import { insertReport } from '#lib/server/repositories/reports.ts';
import { insertSamples, loadSamples } from '#lib/server/repositories/samples.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { openBenchDatabase } from '../database.ts';
import { createPlainTable, insertPlain } from './plain-rows.ts';
import { makeSamples } from './samples.ts';

const COUNT = 1_000_000;
/** What the engine stores at once at 5,000 requests a second: half a second's worth. */
const AT_ONCE = 2500;
const BASE_COUNT = 200_000;
const plan = ExperimentPlan.parse({ secondsPerCandidate: 500, ratePerSecond: 1000, rounds: 10 });

async function seconds<T>(work: () => Promise<T>): Promise<{ took: number; result: T }> {
  const since = performance.now();
  const result = await work();
  return { took: (performance.now() - since) / 1000, result };
}

async function inParts(samples: readonly Sample[], store: (part: Sample[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < samples.length; from += AT_ONCE) await store(samples.slice(from, from + AT_ONCE));
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function store(
  samples: readonly Sample[],
  say: (text: string) => void,
): Promise<{ id: string; row: BenchRow }> {
  await createPlainTable();
  const base = await seconds(() => inParts(samples.slice(0, BASE_COUNT), insertPlain));
  const scaled = (base.took * COUNT) / BASE_COUNT;
  say(`plain rows: ${base.took.toFixed(2)} s for ${BASE_COUNT}`);
  const workload = await insertWorkload(loadSample('cpu'));
  const { id } = await insertExperiment(workload.id, plan);
  const { took } = await seconds(() => inParts(samples, (part) => insertSamples(id, part)));
  const row = {
    what: 'store 1,000,000 samples',
    value: took,
    unit: 's',
    base: `plain rows by unnest: ${scaled.toFixed(1)} s (${BASE_COUNT.toLocaleString('en-US')} measured)`,
    bar: atMost(took, 5, ' s'),
  };
  return { id, row };
}

/** Reads everything back, makes the report of it and stores that, as the engine does after a run. */
async function summarise(id: string): Promise<{ report: Report; rows: BenchRow[] }> {
  const read = await seconds(() => loadSamples(id));
  const { samples: _samples, month: _month, ...input } = fixtureInput([]);
  const pauses = monitorEventLoopDelay({ resolution: 10 });
  pauses.enable();
  const built = await seconds(() =>
    buildInWorker({ ...input, experimentId: id, plan }, { signal: new AbortController().signal }),
  );
  pauses.disable();
  const longest = pauses.max / 1e6;
  await insertReport(built.result);
  return {
    report: built.result,
    rows: [
      { what: 'read them back', value: read.took, unit: 's' },
      { what: 'read and summarise them in a thread: the report', value: built.took, unit: 's' },
      {
        what: 'longest pause of the engine meanwhile',
        value: longest,
        unit: 'ms',
        bar: atMost(longest, 250, ' ms'),
      },
    ],
  };
}

/** What opening the page costs beside the browser's own drawing: twice the read, the JSON there and back, the charts. */
async function open(id: string): Promise<number> {
  const { took } = await seconds(async () => {
    await findExperiment(id);
    const { report } = JSON.parse(JSON.stringify(await findExperiment(id))) as { report: Report };
    const { function: one, container: other } = bySide(report);
    prepareLanes({ function: one.timeline, container: other.timeline }, plan.secondsPerCandidate);
    prepareDistribution(report);
    latencyGroups(report);
  });
  return took;
}

async function page(id: string): Promise<BenchRow[]> {
  const opened: number[] = [];
  for (let times = 0; times < 5; times += 1) opened.push(await open(id));
  const list = await seconds(() => listExperiments({ limit: 50 }));
  const first = Math.max(...opened);
  return [
    {
      what: 'open the page, slowest of 5',
      value: first,
      unit: 's',
      bar: atMost(first, 1, ' s'),
      base: `median: ${median(opened).toFixed(3)} s`,
    },
    { what: 'list of experiments', value: list.took, unit: 's' },
  ];
}

async function download(id: string): Promise<BenchRow> {
  const { took, result } = await seconds(async () => {
    let bytes = 0;
    for await (const chunk of (await samplesDownload({ id, plan })).body ?? []) bytes += chunk.byteLength;
    return bytes;
  });
  return { what: 'stream them as CSV', value: took, unit: 's', base: `${Math.round(result / 1e6)} MB` };
}

async function size(): Promise<BenchRow> {
  const { rows } = await database().pool.query<{ bytes: string }>(
    "SELECT pg_total_relation_size('sample_chunk') AS bytes",
  );
  return { what: 'size in Postgres', value: Number(rows[0]?.bytes ?? 0) / 1e6, unit: 'MB' };
}

export const bench: Bench = {
  description: '1,000,000 samples in a real Postgres: stored, summarised, charted, exported',
  async run(say) {
    await using opened = await openBenchDatabase();
    say(opened.description);
    const samples = makeSamples(COUNT, plan.rounds, plan.ratePerSecond);
    const stored = await store(samples, say);
    const summary = await summarise(stored.id);
    say(`${bySide(summary.report).function.requests} requests on the function side`);
    return [stored.row, ...summary.rows, ...(await page(stored.id)), await download(stored.id), await size()];
  },
};
