import { parseTrace } from '#lib/domain/load/trace/parse-trace.ts';
import { SimulationInput, type SimulationInputDraft } from '#lib/domain/simulation/input.ts';
import { BlockRandom } from '#lib/domain/simulation/random/block-random.ts';
import { fromSimple, SimpleSimulation } from '#lib/domain/simulation/simple.ts';
import { simulateNow } from '#lib/domain/simulation/simulate.ts';
import { LatencyHistogram } from '#lib/domain/statistics/histogram.ts';
import { LogHistogram } from '#lib/domain/statistics/log-histogram.ts';
import { atLeast, atMost, type Bench, type BenchRow } from './bench.ts';

const ROUNDS = 7;
const WARM_SECONDS = 1.991;
const COLD_SECONDS = 2.244;
const RATE = 0.9;

interface Speed {
  /** Per second of one core: CPU time of this process, all its threads counted. Others on the machine take none of it. */
  core: number;
  /** Per second on the clock: less, when the machine is shared. */
  wall: number;
}

/** How many things a second; each figure is the best of some rounds. */
function speedOf(count: number, work: () => void): Speed {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const [cpu, began] = [process.cpuUsage(), performance.now()];
    work();
    const wall = (count * 1000) / (performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    return { wall, core: (count * 1e6) / (user + system) };
  });
  return {
    core: Math.max(...rounds.map(({ core }) => core)),
    wall: Math.max(...rounds.map(({ wall }) => wall)),
  };
}

const perSecond = (count: number, work: () => void): number => speedOf(count, work).core;

const million = (perSecond: number): string => `${(perSecond / 1e6).toFixed(1)} million/s`;

const simulated = (requests: number, input: SimulationInput): Speed =>
  speedOf(requests, () => {
    const result = simulateNow(input);
    if (result.requests !== requests) throw new Error('Not all requests were simulated.');
  });

const keepAlive = (requests: number, arrivalPerSecond: number): SimulationInput =>
  fromSimple(
    SimpleSimulation.parse({
      arrivalPerSecond,
      warmServiceSeconds: WARM_SECONDS,
      coldServiceSeconds: COLD_SECONDS,
      expirationSeconds: 600,
      requests,
    }),
  );

/**
 * The same model as one would first write it, without histogram, sums over time, limits or seed: every
 * instance is looked at for every request. What the simulator must not be much slower than.
 */
function bareLoop(requests: number): number {
  const freeAt: number[] = [];
  let [at, cold] = [0, 0];
  for (let index = 0; index < requests; index++) {
    at -= Math.log(1 - Math.random()) / RATE;
    let chosen = -1;
    for (let one = freeAt.length - 1; one >= 0; one--) {
      const free = freeAt[one] ?? 0;
      if (free + 600 <= at) {
        freeAt.splice(one, 1);
        chosen--;
      } else if (free <= at && chosen < 0) chosen = one;
    }
    const mean = chosen < 0 ? COLD_SECONDS : WARM_SECONDS;
    const done = at - Math.log(1 - Math.random()) * mean;
    if (chosen < 0) {
      cold++;
      freeAt.push(done);
    } else freeAt[chosen] = done;
  }
  return cold;
}

function randomLoop(requests: number): number {
  let sum = 0;
  for (let index = 0; index < requests; index++)
    sum += Math.log(1 - Math.random()) + Math.log(1 - Math.random());
  return sum;
}

const replicas: SimulationInputDraft = {
  arrivals: { kind: 'poisson', ratePerSecond: 80 },
  platform: {
    kind: 'replicas',
    service: { kind: 'exponential', meanMs: 100 },
    concurrency: 5,
    scaling: { kind: 'hpa', max: 50, targetPercent: 60 },
  },
};

function histograms(count: number): { ours: number; hdr: number } {
  const values = new Float64Array(count);
  new BlockRandom(1).exponential(values, count, 100);
  return {
    ours: perSecond(count, () => {
      const histogram = new LogHistogram();
      for (const value of values) histogram.record(value);
    }),
    hdr: perSecond(count, () => LatencyHistogram.of(values)),
  };
}

const ROWS = 1_000_000;
const YEAR_SECONDS = 365 * 86_400;

function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

/** A million rows of each kind of file, from text to a trace. */
function traceRows(): BenchRow[] {
  const hash = 'e3cdb48830f66eb8689cc0223514569a69812b77e6611e3d59814fac0747bd2f';
  const date = (index: number) => new Date(1.6e12 + index * 1000).toISOString();
  const files: [string, string, (index: number) => string][] = [
    ['times of requests', 't_s', (index) => `${index / 100}`],
    ['dates with counts', 'timestamp,requests', (index) => `${date(index)},${1 + (index % 7)}`],
    [
      'Azure Functions 2021, unsorted',
      'app,func,end_timestamp,duration',
      (index) => `${hash},${hash},${index / 100 + (index % 13)},0.${index % 100}`,
    ],
  ];
  return files.map(([name, header, row]) => {
    const text = `${header}\n${Array.from({ length: ROWS }, (_, index) => row(index)).join('\n')}\n`;
    const value = seconds(() => void parseTrace(text));
    return {
      what: `a million rows loaded: ${name}`,
      value,
      unit: 's',
      base: `${(text.length / 1e6).toFixed(0)} MB of text`,
      bar: atMost(value, 5, ' s'),
    };
  });
}

interface ModelFigures {
  /** Loops without a simulator, requests a second. */
  bare: number;
  random: number;
  model: Speed;
  busy: Speed;
  scaled: Speed;
}

const modelRows = ({ bare, random, model, busy, scaled }: ModelFigures): BenchRow[] => [
  {
    what: 'keep-alive model, 0.9/s, 1.8 busy of 7.7 instances',
    value: model.core,
    unit: 'requests/s of one core',
    base: `on the clock ${million(model.wall)}; bare loop of the same model, no histogram: ${million(bare)}`,
    bar: atLeast(model.core, 5_000_000),
  },
  {
    what: 'the same against that bare loop',
    value: model.core / bare,
    unit: 'times',
    base: million(bare),
  },
  {
    what: 'the same against two Math.log(Math.random()) a request',
    value: model.core / random,
    unit: 'times',
    base: million(random),
  },
  {
    what: 'keep-alive model, 100/s, 200 busy of 250 instances',
    value: busy.core,
    unit: 'requests/s of one core',
    base: `on the clock ${million(busy.wall)}`,
  },
  {
    what: 'replicas with HPA, 8 at once',
    value: scaled.core,
    unit: 'requests/s of one core',
    base: `on the clock ${million(scaled.wall)}`,
  },
];

export const bench: Bench = {
  description: 'Simulated requests per second on one core, histogram included, beside bare loops.',
  async run(say) {
    const requests = 4_000_000;
    say('Bare loops …');
    const bare = perSecond(requests, () => void bareLoop(requests));
    const random = perSecond(requests, () => void randomLoop(requests));
    say('Keep-alive model …');
    const model = simulated(requests, keepAlive(requests, RATE));
    const busy = simulated(requests, keepAlive(requests, 100));
    say('Replicas with an autoscaler …');
    const scaled = simulated(requests / 4, SimulationInput.parse({ ...replicas, requests: requests / 4 }));
    say('Histograms …');
    const { ours, hdr } = histograms(requests / 4);
    say('A year …');
    const year = seconds(() => void simulateNow(keepAlive(YEAR_SECONDS, 1)));
    say('Traces …');
    return [
      ...modelRows({ bare, random, model, busy, scaled }),
      {
        what: 'histogram, values recorded',
        value: ours / hdr,
        unit: 'times',
        base: `hdr-histogram-js: ${million(hdr)}`,
      },
      { what: 'a year at 1/s, 31.5 million requests', value: year, unit: 's' },
      ...traceRows(),
    ];
  },
};
