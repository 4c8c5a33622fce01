import { setTimeout as sleep } from 'node:timers/promises';
import { processOf, residentMemory } from '#lib/cli/testing/processes.ts';
import { type Product, startProduct } from '#lib/cli/testing/product.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import { type MiB, type Ms, seededRandom } from '#lib/domain/units.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { allEnded, begin, nothing } from '../faults/works.ts';
import { browse, openBrowser, type Seen } from './browsers.ts';
import { type Act, type ActName, Client } from './client.ts';

const CLIENTS = 20;
const BROWSERS = 2;
const EXPERIMENTS = 5;
const SEED = 20_261_129;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const MEASURED = { web: 'lib/server/web/main.ts', engine: 'lib/engine/main.ts' } as const;
type Measured = keyof typeof MEASURED;
interface Reading {
  at: Ms;
  web: MiB;
  engine: MiB;
}

async function readMemory(product: Product, until: Ms): Promise<Reading[]> {
  const readings: Reading[] = [];
  const pids = { web: processOf(product, MEASURED.web), engine: processOf(product, MEASURED.engine) };
  while (performance.now() < until) {
    readings.push({
      at: performance.now(),
      web: residentMemory(pids.web),
      engine: residentMemory(pids.engine),
    });
    await sleep(1_000);
  }
  return readings;
}

/**
 * By how much memory grew from the middle to the end, as a share: medians of the tenth of the time before each, for a
 * process takes and gives back by the second what its garbage collector finds.
 */
function growth(readings: readonly Reading[], name: Measured, from: Ms, until: Ms): BenchRow {
  const tenth = (until - from) / 10;
  const before = (end: Ms) =>
    median(readings.filter(({ at }) => at >= end - tenth && at < end).map((reading) => reading[name]));
  const [middle, end] = [before((from + until) / 2), before(until)];
  const percent = (end / middle - 1) * 100;
  return {
    ...{
      what: `memory of ${name}, from the middle to the end`,
      value: percent,
      unit: '%',
      bar: atMost(percent, 5, ' %'),
    },
    base: `${middle.toFixed(0)} MiB to ${end.toFixed(0)} MiB`,
  };
}

function timesRow(what: string, times: readonly Ms[]): BenchRow {
  const worst = Math.max(...times);
  return {
    what,
    value: median(times),
    unit: 'ms',
    base: `${times.length} times; the worst ${worst.toFixed(0)} ms`,
  };
}

function droppedRow(acts: readonly (Act | Seen)[]): BenchRow {
  const bad = acts.filter(({ outcome }) => outcome.startsWith('dropped'));
  const refused = acts.filter(({ outcome }) => outcome.startsWith('refused'));
  return {
    ...{
      what: `dropped in silence, of ${acts.length}`,
      value: bad.length,
      unit: '',
      bar: atMost(bad.length, 0),
    },
    base: `${refused.length} refused in words; ${bad
      .map(({ what, outcome }) => `${what}: ${outcome}`)
      .slice(0, 5)
      .join('; ')}`,
  };
}

/** The slowest browser's median press against that of all: the queue serves them in turn. */
function fairRow(clients: readonly Client[]): BenchRow {
  const own = clients.map(({ acts }) =>
    median(acts.filter(({ what }) => what === 'press').map(({ took }) => took)),
  );
  const known = own.filter(Number.isFinite);
  const ratio = Math.max(...known) / median(known);
  return {
    ...{
      what: "presses: slowest browser's median against all",
      value: ratio,
      unit: '×',
      bar: atMost(ratio, 2, '×'),
    },
    base: `${Math.min(...known).toFixed(0)} to ${Math.max(...known).toFixed(0)} ms`,
  };
}

const KINDS: readonly ActName[] = ['page', 'press', 'lesson', 'wizard', 'report', 'live'];

async function crowd(product: Product, minutes: number, say: (text: string) => void): Promise<BenchRow[]> {
  const { url } = product;
  const from = performance.now();
  const until = from + minutes * 60_000;
  const list = nothing();
  const clients = Array.from({ length: CLIENTS }, (_, n) => new Client(url, n, seededRandom(SEED + n)));
  const experiments = async () => {
    for (let n = 0; n < EXPERIMENTS; n += 1) {
      await begin(url, 'experiment', 'runc', list);
      say(`experiment ${n + 1} of ${EXPERIMENTS}`);
      await sleep((minutes * 60_000) / (EXPERIMENTS + 1));
    }
  };
  const browser = await openBrowser();
  try {
    const [readings, seen] = await Promise.all([
      readMemory(product, until),
      Promise.all(Array.from({ length: BROWSERS }, () => browse(browser, url, until))),
      experiments(),
      ...clients.map((client) => client.goOn(until, () => list.experiments)),
    ]);
    while (!(await allEnded(url, list))) await sleep(1_000);
    const acts = clients.flatMap((client) => client.acts);
    return [
      ...KINDS.map((kind) =>
        timesRow(
          `${kind}, median`,
          acts.filter(({ what }) => what === kind).map(({ took }) => took),
        ),
      ),
      timesRow(
        'a real browser, until its page is there',
        seen.flat().map(({ took }) => took),
      ),
      droppedRow([...acts, ...seen.flat()]),
      fairRow(clients),
      await experimentsRow(url, list.experiments),
      growth(readings, 'web', from, until),
      growth(readings, 'engine', from, until),
    ];
  } finally {
    await browser.close();
  }
}

async function experimentsRow(url: string, ids: readonly string[]): Promise<BenchRow> {
  const states: string[] = [];
  for (const id of ids) {
    const { state } = (await (await fetch(`${url}/api/experiments/${id}`)).json()) as ExperimentView;
    states.push(isFinal(state) ? state : `still ${state}`);
  }
  const bad = states.filter((state) => state !== 'done').length;
  return {
    what: 'experiments that are not done',
    value: bad,
    unit: '',
    bar: atMost(bad, 0),
    base: states.join(', '),
  };
}

export const bench: Bench = {
  description: '20 clients and two real browsers at once: presses, lessons, pages, live pages, experiments',
  async run(say, { minutes = 10 } = {}) {
    const product = await startProduct();
    try {
      return await crowd(product, minutes, say);
    } finally {
      await product.stop();
    }
  },
};
