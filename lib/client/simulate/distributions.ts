import type { Distribution } from '#lib/domain/simulation/random/distribution.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Fields } from './evaluate.ts';
import type { FieldKey } from './fields.ts';

/** The standard normal's 99th percentile. */
const Z99 = 2.3263478740408408;

/**
 * A time of which half and the 99th percentile are known: log-normal, the usual shape of a service
 * time, through both; fixed when they are equal. sigma = ln(p99 / p50) / z(0.99).
 */
export function throughPercentiles(p50: Ms, p99: Ms): Distribution {
  if (p50 <= 0 || p99 <= p50) return { kind: 'fixed', ms: Math.max(0, p50) };
  return { kind: 'lognormal', medianMs: p50, sigma: Math.min(10, Math.log(p99 / p50) / Z99) };
}

/** The measured values as they are, until somebody types a time of their own. */
export function timesOf(
  fields: Fields,
  [middle, tail]: readonly [FieldKey, FieldKey],
  measured: readonly Ms[] | undefined,
): Distribution {
  const untouched = !fields[middle].changed && !fields[tail].changed;
  if (untouched && measured !== undefined && measured.length > 0) {
    return { kind: 'empirical', valuesMs: [...measured] };
  }
  return throughPercentiles(fields[middle].value, fields[tail].value);
}
