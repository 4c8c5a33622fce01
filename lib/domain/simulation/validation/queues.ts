import type { Measured } from '../../statistics/measured.ts';
import { erlangB, loneColdShare, meanWait, rejectedShare } from '../analytic.ts';
import { SimulationInput, type SimulationInputDraft } from '../input.ts';
import type { SimulationResult } from '../result.ts';
import { simulateNow } from '../simulate.ts';

/** A simulated figure beside the formula that holds where the model reduces to a known one. */
export interface QueueRow {
  name: string;
  formula: number;
  simulated: Measured;
  within: boolean;
}

interface QueueCase {
  name: string;
  formula: number;
  input: SimulationInputDraft;
  figure: (result: SimulationResult) => Measured;
}

const RATE = 8;
const SERVICE = 1000;
const arrivals = { kind: 'poisson', ratePerSecond: RATE } as const;
const exponential = { kind: 'exponential', meanMs: SERVICE } as const;
const offered = (RATE * SERVICE) / 1000;
const FOREVER = { kind: 'fixed', ms: 366 * 86_400_000 } as const;

const fixed = (replicas: number, concurrency: number, queueLimit?: number): SimulationInputDraft => ({
  arrivals,
  platform: {
    kind: 'replicas',
    service: exponential,
    concurrency,
    scaling: { kind: 'fixed', replicas },
    ...(queueLimit === undefined ? {} : { queueLimit }),
  },
});
const lossy = (service: typeof exponential | { kind: 'fixed'; ms: number }): SimulationInputDraft => ({
  arrivals,
  platform: { kind: 'functions', warm: service, cold: service, keepAlive: FOREVER, maxConcurrency: 10 },
});

const throttled = (result: SimulationResult) => result.throttledShare;
const waiting = (result: SimulationResult) => result.meanWaiting;

const CASES: readonly QueueCase[] = [
  {
    name: 'M/M/10/10 loss (Erlang B)',
    formula: erlangB(10, offered),
    input: lossy(exponential),
    figure: throttled,
  },
  {
    name: 'M/D/10/10 loss (Erlang B)',
    formula: erlangB(10, offered),
    input: lossy({ kind: 'fixed', ms: SERVICE }),
    figure: throttled,
  },
  {
    name: 'M/M/10 waiting (Erlang C)',
    formula: (meanWait(10, RATE, SERVICE) * RATE) / 1000,
    input: fixed(10, 1),
    figure: waiting,
  },
  {
    name: 'M/M/10, 2 replicas of 5',
    formula: (meanWait(10, RATE, SERVICE) * RATE) / 1000,
    input: fixed(2, 5),
    figure: waiting,
  },
  {
    name: 'M/M/10/15 rejected',
    formula: rejectedShare(10, 15, offered),
    input: fixed(10, 1, 5),
    figure: throttled,
  },
  {
    name: 'lone instance, cold starts',
    formula: loneColdShare(0.002, 600_000),
    input: {
      arrivals: { kind: 'poisson', ratePerSecond: 0.002 },
      platform: { kind: 'functions', warm: { kind: 'fixed', ms: 0 }, cold: { kind: 'fixed', ms: 0 } },
    },
    figure: (result) => result.coldStartProbability,
  },
];

export function queueAgreement(seed: number, requests = 1_000_000): QueueRow[] {
  return CASES.map(({ name, formula, input, figure }) => {
    const simulated = figure(simulateNow(SimulationInput.parse({ ...input, requests, seed })));
    const [low, high] = simulated.interval ?? [simulated.value, simulated.value];
    return { name, formula, simulated, within: formula >= low && formula <= high };
  });
}
