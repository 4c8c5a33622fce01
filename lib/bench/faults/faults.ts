import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ascending } from '#lib/domain/statistics/quantile.ts';
import { type Ms, type Random, seededRandom } from '#lib/domain/units.ts';
import { type Dockerd, startDockerd } from '#lib/executors/container/testing/dockerd.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { House, until } from './house.ts';
import { remains } from './remains.ts';
import { states } from './states.ts';
import { kill, VICTIMS, type Victim } from './victims.ts';
import { type Acknowledged, allEnded, begin, type Engine, lost, nothing, serves, WORKS } from './works.ts';

/** From the begin of the work: its acknowledgement, its start and its middle are all hit. */
const LATEST: Ms = 4_000;
/** Longer than any wait of the product for what does not come. */
const PATIENCE: Ms = 120_000;

interface Outcome {
  victim: Victim;
  /** From the kill until a request is served on both sides. */
  away: Ms;
  /** Everything that went wrong, in words. */
  faults: string[];
}

const wordOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One kill in the middle of one work. */
async function once(
  victim: Victim,
  house: House,
  dockerd: Dockerd,
  random: Random,
  all: Acknowledged,
): Promise<Outcome> {
  const work = WORKS[Math.floor(random() * WORKS.length)] ?? 'experiment';
  const engine: Engine = victim === 'dockerd' ? 'docker' : 'runc';
  const list = nothing();
  // A refusal acknowledges nothing, so nothing of it can be lost.
  house.remember();
  const begun = begin(house.url, work, engine, list).catch(() => {});
  const moment = random() * LATEST;
  await sleep(moment);
  const since = performance.now();
  const faults: string[] = [];
  let away = Number.NaN;
  try {
    await kill(victim, house, dockerd, random);
    await begun;
    await until('a request served on both sides', PATIENCE, () => serves(house.url, engine));
    away = performance.now() - since;
    await until(`the end of the ${work}`, PATIENCE, () => allEnded(house.url, list));
    faults.push(...(await lost(house.url, list)).map((path) => `lost: ${path}`));
  } catch (error) {
    faults.push(wordOf(error));
  }
  for (const kind of ['workloads', 'experiments', 'runs'] as const) all[kind].push(...list[kind]);
  return {
    victim,
    away,
    faults: faults.map((fault) => `${work} at ${(moment / 1_000).toFixed(1)} s: ${fault}`),
  };
}

function rowOf(victim: Victim, outcomes: readonly Outcome[]): BenchRow {
  const own = outcomes.filter((outcome) => outcome.victim === victim);
  const faults = own.flatMap((outcome) => outcome.faults);
  const away = ascending(own.map((outcome) => outcome.away / 1_000).filter(Number.isFinite));
  const median = away[Math.floor(away.length / 2)];
  const seconds =
    median === undefined ? 'never' : `${median.toFixed(1)} s, at most ${away.at(-1)?.toFixed(1)} s`;
  return {
    ...{
      what: `${victim}: faults of ${own.length} kills`,
      value: faults.length,
      unit: '',
      bar: atMost(faults.length, 0),
    },
    base: [`served again after a median of ${seconds}`, ...faults].join('; '),
  };
}

/** Kills each so many times in the middle of work, and holds what is there against what was acknowledged. */
export async function killing(kills: number, seed: number, say: (text: string) => void): Promise<BenchRow[]> {
  const random = seededRandom(seed);
  await using dockerd = await startDockerd();
  await using house = await House.open({ DOCKER_HOST: dockerd.host });
  const all = nothing();
  const outcomes: Outcome[] = [];
  for (let time = 1; time <= kills; time += 1)
    for (const victim of VICTIMS) {
      const outcome = await once(victim, house, dockerd, random, all);
      outcomes.push(outcome);
      say(`${time}/${kills} ${victim}: ${(outcome.away / 1_000).toFixed(1)} s ${outcome.faults.join('; ')}`);
    }
  const gone = await lost(house.url, { ...all, runs: [] });
  house.remember();
  const code = await house.stop();
  const left = await remains(house, dockerd);
  if (left.length > 0) say(house.product.output().slice(-2_000));
  const count = all.workloads.length + all.experiments.length;
  return [
    ...VICTIMS.map((victim) => rowOf(victim, outcomes)),
    {
      what: `lost of ${count} acknowledged rows, at the end`,
      value: gone.length,
      unit: '',
      bar: atMost(gone.length, 0),
      base: gone.join('; '),
    },
    {
      what: 'left after Ctrl-C',
      value: left.length,
      unit: '',
      bar: atMost(left.length, 0),
      base: left.join('; '),
    },
    { what: 'exit code of Ctrl-C', value: code ?? -1, unit: '', bar: atMost(Math.abs(code ?? -1), 0) },
  ];
}

export const bench: Bench = {
  description:
    'Kills of every process of the product in the middle of work, and a full disk and a read-only home',
  async run(say, { kills = 40, seed = randomInt(1_000_000_000) } = {}) {
    say(`Seed ${seed}`);
    const rows = await killing(kills, seed, say);
    if (process.getuid?.() === 0) rows.push(...(await states(say)));
    return [{ what: 'seed of kills, work and moments', value: seed, unit: '' }, ...rows];
  },
};
