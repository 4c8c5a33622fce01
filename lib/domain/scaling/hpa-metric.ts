import type { Observation, ReplicaReading } from './observation.ts';
import type { HpaMetric, HpaPolicy } from './policy.ts';

/** What the metric alone asks for, before limits; `reading` is the metric's value (percent for CPU). */
export interface Recommendation {
  replicas: number;
  reading: number | null;
}

interface Pod {
  ready: boolean;
  /** In the metric's unit. */
  value: number;
  /** What 100% is: the CPU requested; 1 for plain values. */
  request: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The metric over its target. CPU is cut to whole percents first, as Kubernetes does. */
function ratioOf(pods: readonly Pod[], metric: Extract<HpaMetric, { kind: 'cpu' | 'per-replica' }>) {
  const value = sum(pods.map((pod) => pod.value));
  if (metric.kind === 'per-replica') {
    const reading = value / pods.length;
    return { ratio: reading / metric.target, reading };
  }
  const reading = Math.trunc((value * 100) / sum(pods.map(({ request }) => request)));
  return { ratio: reading / metric.targetPercent, reading };
}

function podOf(replica: ReplicaReading, metric: HpaMetric): Pod[] {
  if (replica.failed) return [];
  const { ready, cpu } = replica;
  if (metric.kind === 'cpu') return cpu === null ? [] : [{ ready, value: cpu.used, request: cpu.requested }];
  return metric.kind === 'total' ? [] : [{ ready, value: replica[metric.of], request: 1 }];
}

/** Replicas that are not ready count nothing when it goes down, and as idle when it goes up. */
function fromPods(
  observation: Observation,
  metric: Extract<HpaMetric, { kind: 'cpu' | 'per-replica' }>,
  tolerance: number,
): Recommendation {
  const { current } = observation;
  const pods = observation.replicas.flatMap((replica) => podOf(replica, metric));
  const ready = pods.filter((pod) => pod.ready);
  if (ready.length === 0) return { replicas: current, reading: null };
  const { ratio, reading } = ratioOf(ready, metric);
  const near = (value: number) => Math.abs(1 - value) <= tolerance;
  if (ready.length === pods.length || ratio <= 1) {
    return { replicas: near(ratio) ? current : Math.ceil(ratio * ready.length), reading };
  }
  const idle = pods.map((pod) => (pod.ready ? pod : { ...pod, value: 0 }));
  const again = ratioOf(idle, metric).ratio;
  const replicas = Math.ceil(again * idle.length);
  // The change would be too small, or would turn a rise into a fall.
  const stays = near(again) || again < 1 || replicas < current;
  return { replicas: stays ? current : replicas, reading };
}

type Total = Extract<HpaMetric, { kind: 'total' }>;

const totalOf = ({ waiting = 0, concurrency, rate }: Observation, { of }: Total): number =>
  ({ waiting, concurrency, rate })[of];

function fromTotal(observation: Observation, metric: Total, tolerance: number): Recommendation {
  const { current, replicas } = observation;
  const total = totalOf(observation, metric);
  if (metric.targetType === 'average-value') return perReplica(total, current, metric.target, tolerance);
  const ratio = total / metric.target;
  if (current === 0) return { replicas: Math.ceil(ratio), reading: total };
  if (Math.abs(1 - ratio) <= tolerance) return { replicas: current, reading: total };
  const ready = replicas.filter((replica) => replica.ready && !replica.failed).length;
  return { replicas: Math.ceil(ratio * ready), reading: total };
}

/** A target for each replica needs no look at them: ceil(total / target), whether they are ready or not. */
function perReplica(total: number, current: number, target: number, tolerance: number): Recommendation {
  if (current === 0) return { replicas: Math.ceil(total / target), reading: total };
  const near = Math.abs(1 - total / (target * current)) <= tolerance;
  return { replicas: near ? current : Math.ceil(total / target), reading: total / current };
}

/**
 * Replicas that the metric asks for, unless it is within the tolerance of its target: ceil(ready * value / target), or
 * ceil(total / target) where the target is that of each replica (AverageValue of an external or object metric).
 * Source: kubernetes/kubernetes pkg/controller/podautoscaler/replica_calculator.go.
 */
export function recommend(observation: Observation, { metric, tolerance }: HpaPolicy): Recommendation {
  return metric.kind === 'total'
    ? fromTotal(observation, metric, tolerance)
    : fromPods(observation, metric, tolerance);
}
