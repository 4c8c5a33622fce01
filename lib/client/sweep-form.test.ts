import { describe, expect, it } from 'vitest';
import { AXIS_NAMES } from '#lib/domain/sweep/axes.ts';
import {
  AXIS_FIELDS,
  checkSeconds,
  hasRuntime,
  lengthWords,
  readSweep,
  STARTING,
  TYPED_AXES,
  withRuntime,
} from './sweep-form.ts';

describe('the form of a sweep', () => {
  it('can be started as it begins', () => {
    expect(readSweep(STARTING)).toMatchObject({
      points: 5,
      error: null,
      axes: { memoryMiB: [128, 256, 512, 1024, 1769] },
    });
    expect(Object.keys(AXIS_FIELDS).sort()).toEqual([...AXIS_NAMES].sort());
  });

  it('counts the combinations and leaves out what is empty', () => {
    const { axes, points } = readSweep({ ...STARTING, memoryMiB: '128; 256', paddingMiB: '0 2.5 10' });
    expect([points, axes]).toEqual([6, { memoryMiB: [128, 256], paddingMiB: [0, 2.5, 10] }]);
  });

  it('takes numbers as people write them', () => {
    const { axes } = readSweep({
      ...STARTING,
      memoryMiB: '512 MB, 1 GB, 1,769',
      ratePerSecond: '300/min, 50 rps',
    });
    expect(axes).toEqual({ memoryMiB: [512, 1024, 1769], ratePerSecond: [5, 50] });
    expect(readSweep({ ...STARTING, memoryMiB: '128, 1.024' }).errors.memoryMiB).toContain('can mean');
  });

  it('takes runtimes in and out by their boxes', () => {
    const both = withRuntime(withRuntime('', 'nodejs', true), 'python', true);
    expect([hasRuntime(both, 'nodejs'), hasRuntime(both, 'python'), hasRuntime('', 'python')]).toEqual([
      ...[true, true, false],
    ]);
    const { axes, points } = readSweep({ ...STARTING, memoryMiB: '', runtime: both });
    expect([points, axes]).toEqual([2, { runtime: ['nodejs', 'python'] }]);
    expect(withRuntime(both, 'nodejs', false)).toBe('python');
    expect(TYPED_AXES).not.toContain('runtime');
  });

  it('says what is wrong beside its field, or of the whole', () => {
    expect(readSweep({ ...STARTING, memoryMiB: '128, many' }).errors.memoryMiB).toBe('This is not a number.');
    expect(readSweep({ ...STARTING, memoryMiB: '512' }).error).toMatch(/at least two values/);
    expect(readSweep({ ...STARTING, ratePerSecond: '1 2 3 4 5 6' }).error).toMatch(/At most 24/);
  });

  it('says how long it will take', () => {
    expect(checkSeconds(30)).toEqual({ secondsPerCandidate: 30, error: null });
    expect(checkSeconds(1).error).toMatch(/At least 2 s/);
    expect(checkSeconds(null).error).toMatch(/Give the seconds/);
    expect(lengthWords(5, 30)).toBe('About 6 min for 5 settings.');
    expect(lengthWords(2, 5)).toBe('About 40 s for 2 settings.');
    expect(lengthWords(0, 5) + lengthWords(2, null)).toBe('');
  });
});
