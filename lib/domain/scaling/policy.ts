import type { Ms, Share } from '../units.ts';

/** How the number of replicas is decided. */
export type ScalingPolicy = FixedPolicy | HpaPolicy | KpaPolicy;

/** Always the same number. */
export interface FixedPolicy {
  kind: 'fixed';
  replicas: number;
}

/** What the Kubernetes HPA keeps near its target. */
export type HpaMetric =
  /** CPU in use as a percentage of the CPU requested, over the ready replicas. */
  | { kind: 'cpu'; targetPercent: number }
  /** A value of each replica (requests per second, requests in flight), on average. */
  | { kind: 'per-replica'; of: 'concurrency' | 'rate'; target: number }
  /**
   * One value for all, which can be seen without a replica: requests that wait (a queue's length), in the service, or
   * arriving per second. `value`: the replicas change in proportion to it and the target. `average-value`: the target
   * is what each replica is meant to carry; KEDA's default.
   */
  | {
      kind: 'total';
      of: 'waiting' | 'concurrency' | 'rate';
      target: number;
      targetType: 'value' | 'average-value';
    };

/** One rule of `behavior`: at most this change within the period. */
export interface HpaRate {
  type: 'pods' | 'percent';
  value: number;
  period: Ms;
}
export interface HpaBehavior {
  /** The least (up) or highest (down) recommendation of this time is taken. */
  stabilization: Ms;
  rates: readonly HpaRate[];
  /** Which of several rates counts; `disabled` never scales in this direction. */
  select: 'max' | 'min' | 'disabled';
}

/** Kubernetes HorizontalPodAutoscaler, autoscaling/v2. */
export interface HpaPolicy {
  kind: 'hpa';
  metric: HpaMetric;
  /** Zero only with `total`, which can be seen without a replica (feature HPAScaleToZero). */
  min: number;
  max: number;
  tolerance: Share;
  /** Time between two decisions. */
  interval: Ms;
  up: HpaBehavior;
  down: HpaBehavior;
}

/** Knative Pod Autoscaler. */
export interface KpaPolicy {
  kind: 'kpa';
  metric: 'concurrency' | 'rate';
  /** What one replica can take: requests in flight, or requests per second. */
  total: number;
  /** The share of `total` to aim at. */
  utilization: Share;
  /** 0 lets it scale to zero. */
  min: number;
  /** 0 is no limit. */
  max: number;
  /** Replicas to start with when it leaves zero. */
  activation: number;
  stableWindow: Ms;
  /** The short window, as a share of the stable one. */
  panicWindow: Share;
  /** Panic begins when the short window wants this many times the ready replicas. */
  panicThreshold: number;
  maxUpRate: number;
  maxDownRate: number;
  /** A lower number counts only after it held this long. */
  scaleDownDelay: Ms;
  /** How long the last replica stays after zero was decided. */
  podRetention: Ms;
  interval: Ms;
}

/**
 * Defaults of kube-controller-manager and of `behavior` in autoscaling/v2
 * (kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale; 80% CPU is the API's default target).
 */
export const HPA_DEFAULTS: HpaPolicy = {
  kind: 'hpa',
  metric: { kind: 'cpu', targetPercent: 80 },
  min: 1,
  max: 10,
  tolerance: 0.1,
  interval: 15_000,
  up: {
    stabilization: 0,
    select: 'max',
    rates: [
      { type: 'percent', value: 100, period: 15_000 },
      { type: 'pods', value: 4, period: 15_000 },
    ],
  },
  down: {
    stabilization: 300_000,
    select: 'max',
    rates: [{ type: 'percent', value: 100, period: 15_000 }],
  },
};

/**
 * Defaults of knative/serving's config-autoscaler. Its `scale-to-zero-grace-period` (30 s) is no part of the
 * decision: it bounds the wait until requests are routed past the replicas, which takes no time here.
 */
export const KPA_DEFAULTS: KpaPolicy = {
  kind: 'kpa',
  metric: 'concurrency',
  total: 100,
  utilization: 0.7,
  min: 0,
  max: 0,
  activation: 1,
  stableWindow: 60_000,
  panicWindow: 0.1,
  panicThreshold: 2,
  maxUpRate: 1_000,
  maxDownRate: 2,
  scaleDownDelay: 0,
  podRetention: 0,
  interval: 2_000,
};

/** What one replica is meant to carry under a KPA policy (Knative never aims below 0.01). */
export const kpaTarget = ({ total, utilization }: KpaPolicy): number => Math.max(0.01, total * utilization);
