import { HOURS_PER_MONTH } from '../../load/traffic.ts';
import { type Asked, defined, first, wrong } from './counted.ts';

/** Instances that are kept running while nothing is to be done. */
export interface Kept {
  /** `always-ready`: a price of their own all the time; `idle`: a price while they do nothing. */
  as: 'none' | 'always-ready' | 'idle' | 'provisioned';
  count: number;
  /** How long each is kept. */
  seconds: number;
  warnings: readonly string[];
}

/** The instances that the question keeps. @throws CrossoverError when they go by another name there. */
export function keptOf({ rule, sheet, inputs: { numbers: n } }: Asked): Kept {
  const minimum = first(n.min_instances, n.min_replicas);
  const count = first(n.always_ready, minimum) ?? 0;
  const given = first(n.hours, n.days === undefined ? undefined : n.days * 24);
  const seconds = (given ?? HOURS_PER_MONTH) * 3600;
  const counts = (quantity: string) => rule.charges.some(({ of }) => of === quantity);
  if (count === 0) return { as: 'none', count, seconds, warnings: [] };
  if (counts('provisioned_gb_s')) return { as: 'always-ready', count, seconds, warnings: [] };
  if (counts('replica_gb_h')) return { as: 'provisioned', count, seconds, warnings: [] };
  if (minimum === undefined)
    throw wrong(`${sheet.name} has no always-ready instances; nearest valid input: min_instances.`);
  const warnings =
    given === undefined
      ? [
          `inputs.hours is missing: the instances are taken to be kept for a month of ${HOURS_PER_MONTH} hours.`,
        ]
      : [];
  return { as: 'idle', count, seconds, warnings };
}

/** Time in which the kept instances do nothing: all of it but what the work takes. */
export function idleOf(
  kept: Kept,
  busySeconds: number | undefined,
  size: { vcpu?: number; gb?: number },
): Record<string, number> {
  if (kept.as !== 'idle') return {};
  const idle = Math.max(0, kept.count * kept.seconds - (busySeconds ?? 0));
  return defined({
    idle_vcpu_s: size.vcpu === undefined ? undefined : idle * size.vcpu,
    idle_gb_s: size.gb === undefined ? undefined : idle * size.gb,
  });
}
