import type { GeneratorReport } from '../measurement.ts';

const LATE = /^Unreliable: (the load generator itself sent late \((.+?) at p99, (.+?) at most\).*)\.$/;
const MS_OF = { µs: 0.001, ms: 1, s: 1000, min: 60_000 } as const;

/**
 * Reports of the first release say in a warning, and nowhere else, how late the generator sent when it was late:
 * that is read back. Null when they do not say.
 */
export function generatorOf(warnings: readonly string[]): GeneratorReport | null {
  for (const warning of warnings) {
    const [, reason = '', p99 = '', most = ''] = LATE.exec(warning) ?? [];
    const [p99Ms, maxMs] = [msOf(p99), msOf(most)];
    if (p99Ms !== null && maxMs !== null)
      return { lateness: { p99Ms, maxMs }, unsent: null, load: null, reasons: [reason] };
  }
  return null;
}

/** What `formatMs` wrote. */
function msOf(text: string): number | null {
  const [, amount = '', unit = ''] = /^([\d.,]+) (µs|ms|s|min)$/.exec(text) ?? [];
  const factor = Object.entries(MS_OF).find(([name]) => name === unit)?.[1];
  return factor === undefined ? null : Number(amount.replaceAll(',', '')) * factor;
}
