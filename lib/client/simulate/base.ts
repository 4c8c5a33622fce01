import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { HOURS_PER_MONTH, HOURS_PER_WEEK } from '#lib/domain/load/traffic.ts';
import type { TrafficShape } from '#lib/domain/workload/workload.ts';
import { type FieldKey, fieldOf } from './fields.ts';
import type { Day, TrafficKind } from './traffic-kinds.ts';

export type Origin = 'assumed' | 'measured' | 'described' | 'of the run';

/** Where the page begins: assumptions, or what a run measured and was set to. */
export interface Base {
  calibration: Calibration | null;
  traffic: TrafficKind;
  day: Day;
  shape: TrafficShape;
  /** Whether lengths of bursts vary. */
  vary: boolean;
  /** Fields that begin elsewhere than assumed, and where that comes from. */
  starts: Readonly<Partial<Record<FieldKey, { value: number; origin: Origin }>>>;
}

export const ASSUMED_BASE: Base = {
  calibration: null,
  traffic: 'diurnal',
  day: 'mon',
  shape: 'steady',
  vary: false,
  starts: {},
};

/** The value a field begins with; infinite where it begins without a limit. */
export const startOf = (base: Base, key: FieldKey): number =>
  base.starts[key]?.value ?? fieldOf(key).start ?? Number.POSITIVE_INFINITY;

/** Settings of the simulation itself: nothing in the world that could be measured or assumed. */
const SETTINGS: readonly FieldKey[] = ['h', 'x', 'fast', 'seed'];

/** Where a field's beginning comes from; null where the question makes no sense. */
export const originOf = (base: Base, key: FieldKey): Origin | null =>
  base.starts[key]?.origin ?? (SETTINGS.includes(key) ? null : 'assumed');

/** Whole months, weeks or days of about so many requests each: what a browser simulates in seconds. */
const MOST_REQUESTS = 30_000_000;
const LENGTHS = [HOURS_PER_MONTH, HOURS_PER_WEEK, 24] as const;

/** The longest that is simulated soon; a day of very much traffic takes its time. */
const hoursOf = (requestsPerMonth: number): number =>
  LENGTHS.find((hours) => (requestsPerMonth * hours) / HOURS_PER_MONTH <= MOST_REQUESTS) ?? 24;

/** The described month with everything the run can say; what a laptop cannot (keep-alive and limits of a cloud, start of a replica) stays assumed. */
export function calibratedBase(calibration: Calibration): Base {
  const { requestsPerMonth, shape } = calibration.described;
  const { function: fn, container } = calibration.sides;
  const measured = (value: number) => ({ value: Number(value.toPrecision(4)), origin: 'measured' as const });
  const set = (value: number) => ({ value, origin: 'of the run' as const });
  return {
    calibration,
    traffic: 'month',
    day: 'mon',
    shape,
    vary: false,
    starts: {
      rm: { value: requestsPerMonth, origin: 'described' },
      h: set(hoursOf(requestsPerMonth)),
      seed: set(calibration.seed),
      m: set(calibration.memoryMiB),
      v: set(calibration.cpusPerReplica),
      n: set(calibration.replicas),
      nmax: set(1000),
      cc: measured(calibration.placesPerReplica),
      fw: measured(at(fn.serviceMs, 0.5)),
      fw99: measured(at(fn.serviceMs, 0.99)),
      fi: measured(at(fn.initMs, 0.5)),
      fi99: measured(at(fn.initMs, 0.99)),
      cs: measured(at(container.serviceMs, 0.5)),
      cs99: measured(at(container.serviceMs, 0.99)),
    },
  };
}

/** Value below which a share of the ascending values lies; 0 of none. */
const at = (values: readonly number[], share: number): number =>
  values[Math.min(values.length - 1, Math.max(0, Math.ceil(values.length * share) - 1))] ?? 0;
