import type { ContainerOptions } from '#lib/domain/execution/container-options.ts';
import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import type { ScalingPolicy } from '#lib/domain/scaling/policy.ts';
import type { Ms } from '#lib/domain/units.ts';
import { QUEUE_LIMIT } from './queue.ts';

/** Time a platform gives the code to load, as AWS Lambda does. */
export const INIT_LIMIT: Ms = 10_000;

/** Requests in flight at one replica. */
export const IN_FLIGHT_LIMIT = 200;

type Open = 'engine' | 'image' | 'readyPath';

/** The options of a deployment with nothing left out but what has no default. */
export type Settings = Required<Omit<ContainerOptions, Open>> & Pick<ContainerOptions, Open>;

export function settingsOf({ replicas, container = {} }: DeploySpec): Settings {
  const fixed: ScalingPolicy = { kind: 'fixed', replicas: Math.max(1, Math.floor(replicas)) };
  return {
    scaling: fixed,
    balancing: 'least-outstanding',
    concurrency: IN_FLIGHT_LIMIT,
    queue: QUEUE_LIMIT,
    initLimit: INIT_LIMIT,
    livenessInterval: 10_000,
    drain: 30_000,
    grace: 3_000,
    egress: false,
    ...container,
  };
}
