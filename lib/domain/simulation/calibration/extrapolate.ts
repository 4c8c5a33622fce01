import { formatCount, formatRate } from '../../charts/format.ts';
import { HOURS_PER_MONTH } from '../../load/traffic.ts';
import type { Ms } from '../../units.ts';
import { scaleArrivals } from '../arrivals.ts';
import { type Arrivals, SimulationInput } from '../input.ts';
import { meanOf } from '../random/distribution.ts';
import type { SimulatedUsage } from '../result.ts';
import type { Calibration } from './calibrate.ts';

/** Another traffic on the measured platform. */
export interface Extrapolation {
  input: SimulationInput;
  /** What is assumed beyond what was measured. */
  notes: string[];
}

export interface ExtrapolationWishes {
  /** Times the measured rate. */
  factor: number;
  /** What the traffic looks like before it is multiplied; left out: Poisson at the measured rate. */
  arrivals?: Arrivals;
  /** Left out: an hour, or as long as `MOST_REQUESTS` last. */
  durationMs?: Ms;
  /** Function side: the account's limit. AWS Lambda begins with 1,000. */
  maxConcurrency?: number;
  /** Container side: the most replicas that may be started. */
  maxReplicas?: number;
}

const HOUR: Ms = 3_600_000;
/** A simulation of this many takes seconds. */
const MOST_REQUESTS = 20_000_000;
const LAMBDA_CONCURRENCY = 1000;
const TARGET_PERCENT = 60;

/** The calibrated platform under so many times the traffic. */
export function extrapolate(calibration: Calibration, wishes: ExtrapolationWishes): Extrapolation {
  const { factor } = wishes;
  const arrivals = wishes.arrivals ?? { kind: 'poisson', ratePerSecond: calibration.ratePerSecond };
  const rate = calibration.ratePerSecond * factor;
  const durationMs = wishes.durationMs ?? Math.min(HOUR, Math.max(60_000, (MOST_REQUESTS / rate) * 1000));
  const { platform, notes } = scaled(calibration, wishes);
  return {
    input: SimulationInput.parse({
      arrivals: scaleArrivals(arrivals, factor),
      platform,
      durationMs,
      seed: calibration.input.seed,
    }),
    notes: [
      ...(wishes.arrivals === undefined
        ? [
            `${formatCount(factor)} times the measured rate, ${formatRate(rate)}, as independent users make it.`,
          ]
        : [`The given traffic, ${formatCount(factor)} times.`]),
      'Service and init times stay as measured: a store, a network or a neighbour that slows down under this load is not in them.',
      ...notes,
    ],
  };
}

function scaled(
  { input: { platform }, ratePerSecond }: Calibration,
  { factor, maxConcurrency = LAMBDA_CONCURRENCY, maxReplicas = 1000 }: ExtrapolationWishes,
): { platform: SimulationInput['platform']; notes: string[] } {
  if (platform.kind === 'functions') {
    return {
      platform: { ...platform, maxConcurrency, warmAtStart: 0, burst: { instances: 1000, everyMs: 10_000 } },
      notes: [
        `At most ${formatCount(maxConcurrency)} instances at once and 1,000 new ones in 10 s, the limits of AWS Lambda unless others are given.`,
      ],
    };
  }
  const min = platform.scaling.kind === 'fixed' ? Math.min(platform.scaling.replicas, maxReplicas) : 1;
  const busy = (ratePerSecond * factor * meanOf(platform.service)) / 1000;
  const enough = Math.ceil(busy / platform.concurrency / (TARGET_PERCENT / 100));
  const initial = Math.min(maxReplicas, Math.max(min, enough));
  const scaling = { kind: 'hpa', min, max: maxReplicas, initial, targetPercent: TARGET_PERCENT } as const;
  return {
    platform: { ...platform, scaling },
    notes: [
      `It begins with ${formatCount(initial)} replicas, enough for the mean rate.`,
      `Replicas follow a Kubernetes HPA at ${TARGET_PERCENT}% of ${platform.concurrency} at once each, up to ${formatCount(maxReplicas)}.`,
    ],
  };
}

/** The same use for a month of 730 hours: what a price list wants. */
export function perMonth(usage: SimulatedUsage): SimulatedUsage {
  const times = (HOURS_PER_MONTH * HOUR) / usage.simulatedMs;
  return {
    ...usage,
    simulatedMs: HOURS_PER_MONTH * HOUR,
    requests: usage.requests * times,
    billedMs: usage.billedMs * times,
    gbSeconds: usage.gbSeconds * times,
    heldGbSeconds: usage.heldGbSeconds * times,
  };
}
