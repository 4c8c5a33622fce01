import type { Sample } from '../execution/sample.ts';
import { ID } from '../execution/testing/sample.ts';
import { type Random, seededRandom } from '../units.ts';
import { fixturePlan } from './fixture-workload.ts';

/**
 * Samples as a run would leave them, from a small deterministic model: functions take a free
 * environment or start one (cold), containers share one replica that slows a little under load.
 */
export function fixtureSamples(seed = 1): Sample[] {
  const random = seededRandom(seed);
  return [...functionSide(random), ...containerSide(random)].sort((a, b) => a.scheduledAt - b.scheduledAt);
}

const BLOCK_MS = (fixturePlan.secondsPerCandidate / fixturePlan.rounds) * 1000;
const PAUSE_MS = 2000;

interface Arrival {
  block: number;
  index: number;
  at: number;
}

/** Poisson arrivals in the blocks of one side; the sides take turns. */
function arrivals(random: Random, turn: 0 | 1): Arrival[] {
  const all: Arrival[] = [];
  for (let block = 0; block < fixturePlan.rounds; block++) {
    const from = (block * 2 + turn) * (BLOCK_MS + PAUSE_MS);
    for (let at = gap(random); at < BLOCK_MS; at += gap(random)) {
      all.push({ block, index: all.length, at: from + at });
    }
  }
  return all;
}

const gap = (random: Random): number => (-Math.log(1 - random()) * 1000) / fixturePlan.ratePerSecond;

/** Log-normal around a median, the usual shape of a service time. */
const around = (random: Random, median: number, spread: number): number => {
  const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * gauss);
};

function functionSide(random: Random): Sample[] {
  const environments: { id: string; freeAt: number }[] = [];
  return arrivals(random, 0).map((arrival) => {
    const warm = environments.find(
      (one) => one.freeAt <= arrival.at && arrival.at - one.freeAt < fixturePlan.keepAliveSeconds * 1000,
    );
    const init = warm ? 0 : around(random, 62, 0.18);
    const handler = around(random, 9.5, 0.35);
    const environment = warm ?? { id: `env-${environments.length + 1}`, freeAt: 0 };
    if (!warm) environments.push(environment);
    environment.freeAt = arrival.at + init + handler;
    return sample(
      arrival,
      { candidate: ID.function, queued: 0, init, handler, instanceId: environment.id },
      random,
    );
  });
}

function containerSide(random: Random): Sample[] {
  let busyUntil = 0;
  return arrivals(random, 1).map((arrival) => {
    const waits = Math.max(0, busyUntil - arrival.at) * 0.3;
    const handler = around(random, 7.2, 0.3) * (waits > 0 ? 1.4 : 1);
    busyUntil = arrival.at + waits + handler;
    return sample(
      arrival,
      { candidate: ID.container, queued: waits, init: 0, handler, instanceId: 'replica-1' },
      random,
    );
  });
}

type Phases = Pick<Sample, 'candidate' | 'queued' | 'init' | 'handler' | 'instanceId'>;

function sample(arrival: Arrival, phases: Phases, random: Random): Sample {
  const failed = random() < (phases.candidate === ID.function ? 0.004 : 0.002);
  const sentAt = arrival.at + 0.1;
  return {
    ...phases,
    block: arrival.block,
    index: arrival.index,
    scheduledAt: arrival.at,
    sentAt,
    receivedAt: sentAt + phases.queued + phases.init + phases.handler + 0.4,
    reported: failed ? null : phases.handler - 0.1,
    billed: Math.ceil(phases.init + phases.handler),
    cold: phases.init > 0,
    outcome: failed ? 'handler-error' : 'ok',
    status: failed ? null : 200,
  };
}
