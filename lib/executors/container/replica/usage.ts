import type { DeploymentUsage, ReplicaUsage } from '#lib/domain/execution/container.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';

/** Time a replica was without a request, and the CPU it used then. */
export interface Idle {
  time: Ms;
  /** CPU time within `measured`. */
  cpuTime: Ms;
  /** The part of `time` at whose both ends the CPU was read. */
  measured: Ms;
}

export const NO_IDLE: Idle = { time: 0, cpuTime: 0, measured: 0 };

export const addIdle = (a: Idle, b: Idle): Idle => ({
  time: a.time + b.time,
  cpuTime: a.cpuTime + b.cpuTime,
  measured: a.measured + b.measured,
});

type Totals = DeploymentUsage['total'];

export const NO_TOTALS: Totals = {
  ...{ replicas: 0, replicaTime: 0, cpuTime: 0, memoryPeak: null },
  ...{ throttledPeriods: 0, periods: 0, oomKills: 0, ends: 0 },
};

/** The larger one; unknown as long as none is known, for nobody holds no memory at all. */
const larger = (a: Bytes | null, b: Bytes | null): Bytes | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** A sum of parts would look like less than the whole. */
const sumOf = (a: Ms | null, b: Ms | null): Ms | null => (a === null || b === null ? null : a + b);

/** Adds one replica. CPU time prices: not known of one, it is not known of all. */
export const addUsage = (totals: Totals, usage: ReplicaUsage): Totals => ({
  replicas: totals.replicas + 1,
  replicaTime: totals.replicaTime + usage.lifetime,
  cpuTime: sumOf(totals.cpuTime, usage.cpuTime),
  memoryPeak: larger(totals.memoryPeak, usage.memoryPeak),
  throttledPeriods: totals.throttledPeriods + (usage.throttledPeriods ?? 0),
  periods: totals.periods + (usage.periods ?? 0),
  oomKills: totals.oomKills + (usage.oomKills ?? 0),
  ends: totals.ends,
});

const meanOf = (values: readonly Bytes[]): Bytes | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The figures of a deployment: replicas that live, `gone` for those that do not. */
export function deploymentUsage(
  replicas: readonly ReplicaUsage[],
  gone: Totals,
  idle: readonly Idle[],
): DeploymentUsage {
  const rest = idle.reduce(addIdle, NO_IDLE);
  return {
    replicas,
    total: replicas.reduce(addUsage, gone),
    idle: {
      time: rest.time,
      cpuShare: rest.measured > 0 ? rest.cpuTime / rest.measured : null,
      memory: meanOf(replicas.flatMap(({ memoryUsed }) => (memoryUsed === null ? [] : [memoryUsed]))),
    },
  };
}
