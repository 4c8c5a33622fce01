import { type Counts, checked, type Ran } from './counts.ts';

/**
 * Tests with real sandboxes, databases and browsers share the machine with whatever else runs on it. A fault of the
 * product fails again; a busy minute does not.
 */
const FILES_TRIED_AGAIN = 3;

export interface Attempt {
  counts: Ran | null;
  exitCode: number | null;
}

/** Whether one is the other, or the file of it: of a file whose set-up failed no test is named. */
const areOf = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other} > `) || other.startsWith(`${one} > `);

/**
 * Runs all, and once more, alone, the few files in which something failed. What passes then has passed, and is named.
 *
 * @param run all of them, or only the files that are given
 */
export async function withOneMoreTry(
  run: (files: readonly string[]) => Promise<Attempt>,
): Promise<Ran | Counts> {
  const { counts, exitCode } = await run([]);
  const first = checked(counts, exitCode);
  if (counts === null || counts.files.length === 0 || counts.files.length > FILES_TRIED_AGAIN) return first;
  const again = await run(counts.files);
  const second = checked(again.counts, again.exitCode);
  const stillFailing = again.counts?.failures ?? counts.failures;
  return {
    passed: counts.passed + Math.max(0, counts.failed - second.failed),
    failed: second.failed,
    failures: stillFailing,
    onlyAgain: counts.failures.filter((name) => !stillFailing.some((other) => areOf(name, other))),
    files: again.counts?.files ?? counts.files,
  };
}
