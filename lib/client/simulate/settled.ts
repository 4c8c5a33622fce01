import {
  hpaMetric,
  type ReplicaPlatform,
  type Scaling,
  type SimulationInput,
} from '#lib/domain/simulation/input.ts';
import { type Distribution, meanOf } from '#lib/domain/simulation/random/distribution.ts';
import type { PerSecond } from '#lib/domain/units.ts';

/** Requests in progress at one replica that a scaling policy keeps near; null: it does not look at them. */
function target(scaling: Scaling, { concurrency, service }: ReplicaPlatform): number | null {
  if (scaling.kind === 'kpa') return scaling.utilization * concurrency;
  if (scaling.kind !== 'hpa') return null;
  const metric = hpaMetric(scaling);
  if (metric.kind === 'cpu') return (metric.targetPercent / 100) * concurrency;
  if (metric.kind === 'total' && metric.targetType === 'value') return null;
  const carried = metric.of === 'rate' ? (metric.target * meanOf(service)) / 1000 : metric.target;
  // A replica takes no more than its places, whatever is aimed at, and a queue says nothing of them.
  return metric.of === 'waiting' ? concurrency : Math.min(concurrency, carried);
}

/**
 * The platform as its autoscaler would have it after a while at a steady rate: by Little's law rate times
 * service are in progress, and so many replicas hold them at the target. Without this a short simulation
 * of much traffic would show little but the way up from a few replicas, or the rush of starts of functions
 * that meet the full rate with nothing warm and then keep all of them. Functions begin with what the peaks
 * within a keep-alive leave warm.
 */
export function settledAt(
  platform: SimulationInput['platform'],
  ratePerSecond: PerSecond,
): SimulationInput['platform'] {
  if (platform.kind === 'functions') {
    const most = Math.min(platform.maxConcurrency ?? MOST_WARM, MOST_WARM);
    const warm = warmAt(platform.warm, platform.keepAlive, ratePerSecond);
    return { ...platform, warmAtStart: Math.min(most, Math.ceil(warm)) };
  }
  if (platform.scaling.kind === 'on-demand') {
    const { max, keepAlive } = platform.scaling;
    const held = warmAt(platform.service, keepAlive, ratePerSecond);
    const initial = Math.min(max, Math.ceil(held / platform.concurrency));
    return { ...platform, scaling: { ...platform.scaling, initial } };
  }
  const each = target(platform.scaling, platform);
  if (each === null || !('min' in platform.scaling)) return platform;
  const { min, max } = platform.scaling;
  const wanted = Math.ceil(inProgress(platform, ratePerSecond) / each);
  const raised = Math.min(max, Math.max(min, wanted));
  return { ...platform, scaling: { ...platform.scaling, initial: raised } };
}

/** As many as a simulation may begin with. */
const MOST_WARM = 100_000;

/**
 * Instances that a keep-alive leaves warm at a steady rate. How many are busy is Poisson distributed around
 * the mean by Little's law (M/G/infinity); the peak of n independent looks at it is about mean +
 * sqrt(2 mean ln n), the largest of n normal values, with as many looks as services fit the keep-alive.
 */
function warmAt(service: Distribution, keepAlive: Distribution, ratePerSecond: PerSecond): number {
  const busy = (ratePerSecond * meanOf(service)) / 1000;
  const looks = meanOf(keepAlive) / Math.max(1, meanOf(service));
  return busy + Math.sqrt(2 * busy * Math.log(Math.max(1, looks)));
}

const inProgress = ({ service }: ReplicaPlatform, ratePerSecond: PerSecond): number =>
  (ratePerSecond * meanOf(service)) / 1000;
