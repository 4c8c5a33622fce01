import { describe, expect, it } from 'vitest';
import { assumedDuration, assumedWords } from './assumed-duration.ts';
import { WorkloadFields } from './workload.ts';

const assumed = (durationSeconds: number | undefined, timeoutMs: number, secondsPerCandidate: number) =>
  assumedDuration(
    { ...(durationSeconds === undefined ? {} : { durationSeconds }), timeoutMs },
    { secondsPerCandidate },
  );

describe('the described duration of a request', () => {
  it.each([
    ['none', undefined, 5000, 30, null],
    ['as long as the timeout', 5, 5000, 30, null],
    ['longer than the timeout', 5.001, 5000, 30, 5001],
    ['as long as the measured time', 30, 900_000, 30, null],
    ['longer than the measured time', 60, 900_000, 30, 60_000],
    ['a day', 86_400, 900_000, 3600, 86_400_000],
  ])('counts only where no run can show it: %s', (_what, seconds, timeout, side, ms) => {
    expect(assumed(seconds, timeout, side)).toBe(ms);
  });

  it('is said before the run', () => {
    expect(assumedWords({ durationSeconds: 3600, timeoutMs: 5000 }, { secondsPerCandidate: 30 })).toMatch(
      /^A request takes 60 min as described, .*: none is sent, and limits and bill alone judge\.$/,
    );
    expect(assumedWords({ timeoutMs: 5000 }, { secondsPerCandidate: 30 })).toBeNull();
  });

  it('is above nothing and at most a day', () => {
    const { durationSeconds } = WorkloadFields.shape;
    expect(durationSeconds.safeParse(86_400).success).toBe(true);
    for (const wrong of [0, -1, 86_400.1]) expect(durationSeconds.safeParse(wrong).success).toBe(false);
  });
});
