import type { ReplicaPlatform, Scaling, SimulationInput } from '#lib/domain/simulation/input.ts';
import { meanOf } from '#lib/domain/simulation/random/distribution.ts';
import type { PerSecond } from '#lib/domain/units.ts';

/** Share of the places in use that a scaling policy keeps near; null: it does not look at the load. */
const target = (scaling: Scaling): number | null => {
  if (scaling.kind === 'hpa') return scaling.targetPercent / 100;
  return scaling.kind === 'kpa' ? scaling.utilization : null;
};

/**
 * The platform as its autoscaler would have it after a while at a steady rate: by Little's law rate times
 * service are in progress, and so many replicas hold them at the target. Without this a short simulation
 * of much traffic would show little but the way up from a few replicas.
 */
export function settledAt(
  platform: SimulationInput['platform'],
  ratePerSecond: PerSecond,
): SimulationInput['platform'] {
  if (platform.kind !== 'replicas') return platform;
  const share = target(platform.scaling);
  if (share === null || !('min' in platform.scaling)) return platform;
  const { min, max } = platform.scaling;
  const wanted = Math.ceil(inProgress(platform, ratePerSecond) / platform.concurrency / share);
  const raised = Math.min(max, Math.max(min, wanted));
  return { ...platform, scaling: { ...platform.scaling, initial: raised } };
}

const inProgress = ({ service }: ReplicaPlatform, ratePerSecond: PerSecond): number =>
  (ratePerSecond * meanOf(service)) / 1000;
