import type { Ms } from '../../units.ts';
import type { DurationRule, MemoryRule } from './rule.ts';

/** Binary fractions such as 250.06 + 100.77 must not push a whole step over its edge. */
const EDGE = 1e-9;

export const ceilTo = (value: number, step: number): number => Math.ceil(value / step - EDGE) * step;

/**
 * Billed time of one request: the sum of its parts, then rounded up once (AWS's REPORT lines: 250.06 ms
 * and 100.77 ms of init are billed as 351 ms, not 252 and 101).
 */
export const billedMs = (ms: Ms, rule: DurationRule | undefined): Ms =>
  rule === undefined ? ms : Math.max(rule.minimumMs, ceilTo(ms, rule.stepMs));

/** Mean billed time over measured points, each rounded by itself. */
export function meanBilledMs(points: readonly Ms[], rule: DurationRule | undefined): Ms {
  if (points.length === 0) return 0;
  return points.reduce((sum, ms) => sum + billedMs(ms, rule), 0) / points.length;
}

/** Seconds that an instance is billed for one run. */
export function billedSeconds(
  seconds: number,
  rule: { stepSeconds: number; minimumSeconds: number } | undefined,
): number {
  if (rule === undefined || seconds === 0) return seconds;
  return Math.max(rule.minimumSeconds, ceilTo(seconds, rule.stepSeconds));
}

/** The smallest memory that the platform sells or bills for this need; null when the need is above the largest. */
export function memoryFor(mb: number, rule: MemoryRule | undefined): number | null {
  if (rule === undefined) return mb;
  switch (rule.kind) {
    case 'choices':
      return rule.mb.find((choice) => choice >= mb) ?? null;
    case 'observed':
      return mb > rule.maxMb ? null : Math.max(rule.bucketMb, ceilTo(mb, rule.bucketMb));
    case 'range':
      return mb > rule.maxMb ? null : Math.max(rule.minMb, ceilTo(mb, rule.stepMb));
  }
}

/** The memory nearest to `mb` that the platform sells. */
export function nearestMemory(mb: number, rule: MemoryRule): number {
  const up = memoryFor(mb, rule);
  if (rule.kind !== 'choices') return up ?? rule.maxMb;
  return rule.mb.reduce((best, one) => (Math.abs(one - mb) < Math.abs(best - mb) ? one : best));
}

/** Every memory that is sold, in words. */
export function memoryWords(rule: MemoryRule): string {
  switch (rule.kind) {
    case 'choices':
      return `${rule.mb.join(', ')} MB`;
    case 'observed':
      return `up to ${rule.maxMb} MB`;
    case 'range':
      return `${rule.minMb} to ${rule.maxMb} MB in steps of ${rule.stepMb} MB`;
  }
}
