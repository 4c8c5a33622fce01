import { HPA_DEFAULTS, KPA_DEFAULTS } from '../scaling/policy.ts';
import { FunctionPool } from './functions/pool.ts';
import {
  type FunctionPlatform,
  hpaMetric,
  type ReplicaPlatform,
  type Scaling,
  type SimulationInput,
} from './input.ts';
import type { Platform } from './platform-state.ts';
import { BlockRandom } from './random/block-random.ts';
import { drawsOf, drawsOfSum, fillerOf } from './random/distribution.ts';
import { type ReplicaRules, ReplicaSet } from './replicas/replica-set.ts';
import { policyScaler } from './replicas/scaler.ts';

/** Each use of randomness has a stream of its own, so that changing one leaves the others as they were. */
const STREAM = { warm: 1, cold: 2, keepAlive: 3, lifetime: 4, start: 5 };

export function createPlatform(spec: SimulationInput['platform'], seed: number, block: number): Platform {
  return spec.kind === 'functions' ? functionPlatform(spec, seed, block) : replicaPlatform(spec, seed);
}

function functionPlatform(spec: FunctionPlatform, seed: number, block: number): Platform {
  const stream = (which: keyof typeof STREAM) => new BlockRandom(seed, STREAM[which]);
  const coldParts = spec.cold ? [spec.cold] : spec.init ? [spec.init, spec.warm] : [];
  const pool = new FunctionPool(
    {
      cold: drawsOfSum(coldParts, stream('cold')),
      keepAlive: drawsOf(spec.keepAlive, stream('keepAlive')),
      lifetime: spec.lifetime ? drawsOf(spec.lifetime, stream('lifetime')) : null,
      maxConcurrency: spec.maxConcurrency ?? Number.POSITIVE_INFINITY,
      burst: spec.burst ? { amount: spec.burst.instances, interval: spec.burst.everyMs } : null,
      billingStep: spec.billingStepMs,
      unbilled: spec.unbilledMs ?? 0,
    },
    spec.warmAtStart,
  );
  const fillWarm = fillerOf(spec.warm, stream('warm'));
  const warm = new Float64Array(block);
  return {
    run(times, from, to) {
      fillWarm(warm, to - from);
      pool.run(times, warm, from, to);
    },
    state: (at) => pool.state(at),
    warmLatencies: pool.warmLatencies,
    coldLatencies: pool.coldLatencies,
  };
}

function replicaPlatform(spec: ReplicaPlatform, seed: number): Platform {
  return new ReplicaSet({
    service: drawsOf(spec.service, new BlockRandom(seed, STREAM.warm)),
    start: drawsOf(spec.start, new BlockRandom(seed, STREAM.start)),
    concurrency: spec.concurrency,
    queueLimit: spec.queueLimit ?? Number.POSITIVE_INFINITY,
    queueTimeout: spec.queueTimeoutMs ?? Number.POSITIVE_INFINITY,
    ...scaledBy(spec.scaling, spec, seed),
  });
}

type Scaled = Pick<ReplicaRules, 'initial' | 'scaler' | 'onDemand'>;

const SCALING: {
  [Kind in Scaling['kind']]: (
    scaling: Extract<Scaling, { kind: Kind }>,
    spec: ReplicaPlatform,
    seed: number,
  ) => Scaled;
} = {
  fixed: ({ replicas }) => ({ initial: replicas, scaler: null, onDemand: null }),
  'on-demand': ({ initial, max, keepAlive }, _, seed) => ({
    initial,
    scaler: null,
    onDemand: { keepAlive: drawsOf(keepAlive, new BlockRandom(seed, STREAM.keepAlive)), max },
  }),
  hpa: (scaling) => {
    const { min, max, initial = min } = scaling;
    const policy = { ...HPA_DEFAULTS, min, max, metric: hpaMetric(scaling) };
    const first = Math.min(max, Math.max(min, initial));
    return { initial: first, scaler: policyScaler(policy, first), onDemand: null };
  },
  kpa: ({ min, max, initial, utilization }, { concurrency }) => {
    const policy = { ...KPA_DEFAULTS, min, max, total: concurrency, utilization };
    const first = Math.max(min, initial);
    return { initial: first, scaler: policyScaler(policy, first), onDemand: null };
  },
};

const scaledBy = <Kind extends Scaling['kind']>(
  scaling: Extract<Scaling, { kind: Kind }>,
  spec: ReplicaPlatform,
  seed: number,
): Scaled => SCALING[scaling.kind as Kind](scaling, spec, seed);
