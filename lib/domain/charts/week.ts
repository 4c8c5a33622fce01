import type { PerSecond } from '../units.ts';

/**
 * A week of hourly rates as the outline of an SVG area: x in hours from 0 to the number of rates,
 * y from 0 (the highest rate, at the top) to 1 (no traffic, at the bottom). Steps, because a rate
 * holds for its hour.
 */
export function weekOutline(hourly: readonly PerSecond[]): string {
  const highest = Math.max(...hourly, 0);
  const y = (rate: PerSecond) => (highest > 0 ? 1 - rate / highest : 1).toFixed(3);
  const steps = hourly.map((rate, hour) => `V${y(rate)}H${hour + 1}`);
  return `M0 1${steps.join('')}V1Z`;
}
