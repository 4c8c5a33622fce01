import { setTimeout as sleep } from 'node:timers/promises';
import { postmasterOf, processOf } from '#lib/cli/testing/processes.ts';
import { type Product, startProduct } from '#lib/cli/testing/product.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { SmallMachine } from '#lib/executors/machine/testing/small-machine.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';
import { atLeast, atMost, type BenchRow } from '../bench.ts';

const RUN: Ms = 240_000;

const HOG = `export const handler = async () => {
  const kept = Buffer.alloc(200 * 1048576, 1);
  await new Promise((done) => setTimeout(done, 1000));
  return kept.length;
};`;
const SMALL = 'export const handler = () => "served";';

const MORE = {
  memoryMiB: 256,
  timeoutMs: 60_000,
  latencyTarget: { percentile: 95, ms: 2_000 },
  traffic: { requestsPerMonth: 1_000_000, shape: 'steady' },
} as const;

/** Two seconds of requests on each side, nothing before it. */
const PLAN = { secondsPerCandidate: 2, warmupSeconds: 0, rounds: 1, starts: 0, containerEngine: 'runc' };

async function send(url: string, path: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

async function reportOf(url: string, name: string, code: string, rate: number): Promise<Report> {
  const workloadId = await send(url, '/api/workloads', quickWorkload(code, { ...MORE, name }));
  const id = await send(url, '/api/experiments', { workloadId, plan: { ...PLAN, ratePerSecond: rate } });
  for (const until = performance.now() + RUN; performance.now() < until; await sleep(250)) {
    const { state } = (await (await fetch(`${url}/api/experiments/${id}`)).json()) as { state: string };
    if (['failed', 'cancelled', 'interrupted'].includes(state))
      throw new Error(`The run ${name} is ${state}.`);
    if (state === 'done')
      return (await (await fetch(`${url}/api/experiments/${id}/report.json`)).json()) as Report;
  }
  throw new Error(`The run ${name} does not end.`);
}

/** Processes of the product that must not change. */
const partsOf = (product: Product): number[] => [
  processOf(product, 'lib/engine/main.ts'),
  processOf(product, 'lib/server/web/main.ts'),
  postmasterOf(product),
];

/** The longest that a page took to be answered until the returned function is called; infinite when one was not. */
function watchPages(url: string): () => Ms {
  let worst: Ms = 0;
  const over = new AbortController();
  void (async () => {
    while (!over.signal.aborted) {
      const since = performance.now();
      const ok = await fetch(url).then(
        async (response) => response.ok && (await response.text()) !== '',
        () => false,
      );
      worst = Math.max(worst, ok ? performance.now() - since : Number.POSITIVE_INFINITY);
      await sleep(100);
    }
  })();
  return () => {
    over.abort();
    return worst;
  };
}

const total = (counts: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(counts).reduce<number>((sum, one) => sum + (one ?? 0), 0);

async function rowsOf(product: Product): Promise<BenchRow[]> {
  const { url } = product;
  const before = partsOf(product);
  const stop = watchPages(url);
  const hog = await reportOf(url, 'Hog', HOG, 25);
  const worst = stop();
  const {
    ok = 0,
    throttled = 0,
    timeout = 0,
    'init-error': unloaded = 0,
    ...rest
  } = bySide(hog).function.outcomes as Partial<Record<string, number>>;
  const lost = total(rest);
  const after = await reportOf(url, 'Afterwards', SMALL, 5);
  const { outcomes } = bySide(after).function;
  const bad = total(outcomes) - (outcomes.ok ?? 0);
  const survivors = partsOf(product).filter((pid) => before.includes(pid)).length;
  const who = 'fifty through the product';
  return [
    { what: `${who}: served`, value: ok, unit: '', bar: atLeast(ok, 1) },
    { what: `${who}: counted as throttled`, value: throttled, unit: '', bar: atLeast(throttled, 1) },
    { what: `${who}: too slow to start or answer`, value: timeout + unloaded, unit: '' },
    {
      what: `${who}: anything else`,
      value: lost,
      unit: '',
      bar: atMost(lost, 0),
      base: JSON.stringify(rest),
    },
    { what: 'requests of the run after it that failed', value: bad, unit: '', bar: atMost(bad, 0) },
    {
      what: 'engine, web and Postgres still the same',
      value: survivors,
      unit: '',
      bar: atLeast(survivors, 3),
    },
    { what: 'slowest page meanwhile', value: worst, unit: 'ms', bar: atMost(worst, 10_000, ' ms') },
  ];
}

/** The whole product on a small machine, an experiment of fifty sandboxes, and one after it. */
export async function productRows(machine: SmallMachine): Promise<BenchRow[]> {
  const product = await startProduct({}, { launch: (command, env) => machine.start(command, env) });
  try {
    return await rowsOf(product);
  } finally {
    await product.stop();
  }
}
