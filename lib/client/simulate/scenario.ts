import type { TrafficPattern } from '#lib/domain/load/pattern.ts';
import type {
  FunctionPlatform,
  ReplicaPlatform,
  Scaling,
  SimulationInput,
} from '#lib/domain/simulation/input.ts';
import type { Distribution } from '#lib/domain/simulation/random/distribution.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { TrafficShape } from '#lib/domain/workload/workload.ts';
import type { Address, SCALINGS } from './address.ts';
import type { Base } from './base.ts';
import { timesOf } from './distributions.ts';
import { evaluateFields, type Fields, numbersOf } from './evaluate.ts';
import { type Day, type Numbers, patternOf, type TrafficKind } from './traffic-kinds.ts';

export interface Choices {
  traffic: TrafficKind;
  day: Day;
  shape: TrafficShape;
  vary: boolean;
  keepAlive: 'fixed' | 'exponential';
  scaling: (typeof SCALINGS)[number];
}

/** The form as the simulator needs it. */
export interface Scenario {
  fields: Fields;
  numbers: Numbers;
  choices: Choices;
  /** Null: the arrivals come from a file. */
  pattern: TrafficPattern | null;
  function: SimulationInput['platform'];
  container: SimulationInput['platform'];
  durationMs: Ms;
  seed: number;
}

export function scenarioOf(base: Base, address: Address): Scenario {
  const fields = evaluateFields(base, address);
  const numbers = numbersOf(fields);
  const choices = choicesOf(base, address);
  return {
    fields,
    numbers,
    choices,
    pattern: choices.traffic === 'trace' ? null : patternOf(choices.traffic, numbers, choices),
    function: functionsOf(base, fields, numbers, choices),
    container: containersOf(base, fields, numbers, choices),
    durationMs: numbers.h * 3_600_000,
    seed: numbers.seed,
  };
}

const choicesOf = (base: Base, address: Address): Choices => ({
  traffic: address.t ?? base.traffic,
  day: address.day ?? base.day,
  shape: address.shape ?? base.shape,
  vary: address.vary ?? base.vary,
  keepAlive: address.kad ?? 'fixed',
  scaling: address.scale ?? 'hpa',
});

const limit = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** Without the keys that have no value: an absent limit is none. */
const given = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

function functionsOf(
  base: Base,
  fields: Fields,
  numbers: Numbers,
  choices: Choices,
): SimulationInput['platform'] {
  const measured = base.calibration?.sides.function;
  const warm = timesOf(fields, ['fw', 'fw99'], measured?.serviceMs);
  const init = timesOf(fields, ['fi', 'fi99'], measured?.initMs);
  const keepAlive: Distribution =
    choices.keepAlive === 'fixed'
      ? { kind: 'fixed', ms: numbers.ka * 1000 }
      : { kind: 'exponential', meanMs: numbers.ka * 1000 };
  if (numbers.fc > 1) return sharedInstances({ warm, init, keepAlive }, numbers);
  const burst = limit(numbers.burst);
  return given<FunctionPlatform>({
    kind: 'functions',
    warm,
    init,
    keepAlive,
    maxConcurrency: limit(numbers.fmax),
    burst: burst === undefined ? undefined : { instances: burst, everyMs: BURST_MS },
    warmAtStart: 0,
    billingStepMs: 1,
    unbilledMs: measured?.unbilledMs,
    memoryMiB: numbers.m,
  });
}

const BURST_MS = 10_000;
const MOST_REPLICAS = 100_000;

/** Instances that take several requests at once wait for a start together: replicas that start on demand. */
const sharedInstances = (
  times: { warm: Distribution; init: Distribution; keepAlive: Distribution },
  numbers: Numbers,
): ReplicaPlatform => ({
  kind: 'replicas',
  service: times.warm,
  start: times.init,
  concurrency: numbers.fc,
  scaling: {
    kind: 'on-demand',
    initial: 0,
    max: Math.min(MOST_REPLICAS, Math.max(1, Math.ceil(numbers.fmax / numbers.fc))),
    keepAlive: times.keepAlive,
  },
  memoryMiB: numbers.m,
});

function containersOf(base: Base, fields: Fields, numbers: Numbers, choices: Choices): ReplicaPlatform {
  const queueTimeout = limit(numbers.qt);
  return given<ReplicaPlatform>({
    kind: 'replicas',
    service: timesOf(fields, ['cs', 'cs99'], base.calibration?.sides.container.serviceMs),
    start: { kind: 'fixed', ms: numbers.up * 1000 },
    concurrency: numbers.cc,
    queueLimit: limit(numbers.q),
    queueTimeoutMs: queueTimeout === undefined ? undefined : queueTimeout * 1000,
    scaling: scalingOf(numbers, choices),
    memoryMiB: numbers.m,
  });
}

const SCALING: Record<Choices['scaling'], (numbers: Numbers) => Scaling> = {
  fixed: ({ n }) => ({ kind: 'fixed', replicas: n }),
  hpa: ({ n, nmax, goal }) => ({ kind: 'hpa', min: n, max: nmax, targetPercent: goal }),
  keda: ({ n, nmax, each }) => ({
    ...{ kind: 'hpa', min: n, max: nmax },
    metric: { kind: 'total', of: 'concurrency', target: each, targetType: 'average-value' },
  }),
  kpa: ({ n, nmax, goal }) => ({ kind: 'kpa', min: n, max: nmax, initial: n, utilization: goal / 100 }),
};

const scalingOf = (numbers: Numbers, { scaling }: Choices): Scaling => SCALING[scaling](numbers);
