import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  passed: number;
  failed: number;
}

export const NONE: Counts = { passed: 0, failed: 0 };
export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
});

/** A runner that wrote nothing, or whose code and counts disagree, has failed: silence is no success. */
export function checked(counts: Counts | null, exitCode: number | null): Counts {
  if (counts === null) return { passed: 0, failed: 1 };
  if (exitCode === 0) return counts.passed + counts.failed === 0 ? { passed: 0, failed: 1 } : counts;
  return { passed: counts.passed, failed: Math.max(1, counts.failed) };
}

const Vitest = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

function read<T extends z.ZodType>(file: string, schema: T): z.output<T> | null {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

export function vitestCounts(file: string): Counts | null {
  const result = read(file, Vitest);
  return result && { passed: result.numPassedTests, failed: result.numFailedTests };
}

export function playwrightCounts(file: string): Counts | null {
  const stats = read(file, Playwright)?.stats;
  return stats ? { passed: stats.expected, failed: stats.unexpected + stats.flaky } : null;
}
