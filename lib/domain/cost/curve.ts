import { toProblem } from '../errors.ts';
import type { Usd } from '../units.ts';
import type { PlatformChoice } from './bill.ts';
import { type CompiledMeter, compileMeter, meterUsd } from './meter-lines.ts';
import { checkUsage } from './month/check-usage.ts';
import { type Driver, driverValue, keyOfDriver } from './month/drivers.ts';
import { type MonthPlan, planMonth } from './month/plan.ts';
import { type TrafficClass, trafficClasses } from './month/traffic-classes.ts';
import type { BillOptions } from './options.ts';
import type { Usage } from './usage.ts';

/** Dollars a month against requests a month, in plain floating point: agrees with the bill to a cent. */
export interface CostCurve {
  at(requestsPerMonth: number): Usd;
  /** The same for hours that are not those of the described month, e.g. with a spike. */
  over(classes: readonly TrafficClass[]): Usd;
}

interface Term {
  driver: number;
  coefficient: number;
}
interface Compiled {
  drivers: readonly Driver[];
  items: readonly { meter: CompiledMeter; terms: readonly Term[] }[];
  rate: number;
}

/** Only the items that are on. */
function compile(plan: MonthPlan): Compiled {
  const { options } = plan.context;
  const drivers: Driver[] = [{ kind: 'one' }, ...plan.month.drivers, { kind: 'requests' }];
  const keys = drivers.map(keyOfDriver);
  const items = plan.items
    .filter(({ part }) => !options.off.includes(part))
    .map(({ meter, quantity }) => ({
      meter: compileMeter(meter, options.freeTier),
      terms: [...quantity].map(([key, coefficient]) => ({ driver: keys.indexOf(key), coefficient })),
    }));
  return { drivers, items, rate: plan.rate };
}

function total({ items, rate }: Compiled, values: ArrayLike<number>): Usd {
  let usd = 0;
  for (const { meter, terms } of items) {
    let quantity = 0;
    for (const { driver, coefficient } of terms) quantity += coefficient * (values[driver] ?? 0);
    usd += meterUsd(meter, quantity);
  }
  return usd * rate;
}

export function curveOf(plan: MonthPlan): CostCurve {
  const compiled = compile(plan);
  const over = (classes: readonly TrafficClass[]) =>
    total(
      compiled,
      compiled.drivers.map((driver) => driverValue(driver, classes)),
    );
  return { over, at: (requests) => over(trafficClasses(requests, plan.context.usage.shape)) };
}

/** @throws CrossoverError as `billOf` does. */
export function costCurve(
  platform: string,
  region: string | undefined,
  usage: Usage,
  options?: Partial<BillOptions>,
): CostCurve {
  checkUsage(usage, options);
  return curveOf(planMonth({ platform, region }, usage, options));
}

export interface CostSeries extends PlatformChoice {
  /** Dollars a month at each point of the grid; empty when it cannot be priced. */
  usd: readonly Usd[];
  /** Why it cannot be priced; null when it can. */
  reason: string | null;
}

/**
 * Many platforms over one grid of traffic. What traffic drives is worked out once for each point and
 * shared by all platforms that ask for the same.
 */
export function costCurves(
  choices: readonly PlatformChoice[],
  usage: Usage,
  grid: readonly number[],
  options?: Partial<BillOptions>,
): CostSeries[] {
  checkUsage(usage, options);
  const classes = grid.map((requests) => trafficClasses(requests, usage.shape));
  const known = new Map<string, Float64Array>();
  const valuesOf = (driver: Driver): Float64Array => {
    const key = keyOfDriver(driver);
    const values = known.get(key) ?? Float64Array.from(classes, (one) => driverValue(driver, one));
    known.set(key, values);
    return values;
  };
  return choices.map((choice) => {
    try {
      const compiled = compile(planMonth(choice, usage, options));
      return {
        ...choice,
        usd: seriesOf(compiled, compiled.drivers.map(valuesOf), grid.length),
        reason: null,
      };
    } catch (error) {
      return { ...choice, usd: [], reason: toProblem(error).message };
    }
  });
}

function seriesOf(compiled: Compiled, drivers: readonly Float64Array[], points: number): number[] {
  const values = new Float64Array(drivers.length);
  return Array.from({ length: points }, (_, point) => {
    for (let index = 0; index < drivers.length; index++) values[index] = drivers[index]?.[point] ?? 0;
    return total(compiled, values);
  });
}
