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

/** Of one runner: its counts, and the tests by name that failed, or passed only when they were tried again. */
export interface Ran extends Counts {
  failures: readonly string[];
  onlyAgain: readonly string[];
  /** The files of the failures. */
  files: readonly string[];
}

/** A runner that wrote nothing, or whose code and counts disagree, has failed: silence is no success. */
export function checked<T extends Counts>(counts: T | null, exitCode: number | null): Counts | T {
  if (counts === null) return { passed: 0, failed: 1 };
  if (exitCode === 0) return counts.passed + counts.failed === 0 ? { passed: 0, failed: 1 } : counts;
  return { ...counts, failed: Math.max(1, counts.failed) };
}

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

type Spec = { title: string; file: string; tests: { status: string }[] };
interface Suite {
  specs?: Spec[] | undefined;
  suites?: Suite[] | undefined;
}
const Suite: z.ZodType<Suite> = z.object({
  specs: z
    .array(
      z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) }),
    )
    .optional(),
  suites: z.array(z.lazy(() => Suite)).optional(),
});
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(Suite),
});

function read<T extends z.ZodType>(file: string, schema: T): z.output<T> | null {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

export function vitestCounts(file: string): Ran | null {
  const result = read(file, Vitest);
  if (!result) return null;
  const failed = result.testResults.filter(({ status }) => status !== 'passed');
  const failures = failed.flatMap(({ name, assertionResults }) => {
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    // A file whose own set-up failed has no test to blame.
    return tests.length === 0 ? [name] : tests.map(({ fullName }) => `${name} > ${fullName}`);
  });
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    ...{ failures, onlyAgain: [], files: failed.map(({ name }) => name) },
  };
}

const specsOf = (suite: Suite): Spec[] => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

export function playwrightCounts(file: string): Ran | null {
  const result = read(file, Playwright);
  if (!result) return null;
  const { stats } = result;
  const specs = result.suites.flatMap(specsOf);
  const named = (status: string) => {
    const those = specs.filter(({ tests }) => tests.some((test) => test.status === status));
    return those.map(({ file: at, title }) => `e2e/${at} > ${title}`);
  };
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    ...{ failures: named('unexpected'), onlyAgain: named('flaky'), files: [] },
  };
}
