import { describe, expect, it } from 'vitest';
import last from '../../report/versions/testing/1-last.json' with { type: 'json' };
import { stored } from '../../versions/lift.ts';
import { readWorkload, workloadVersions } from './versions.ts';

describe('a stored workload', () => {
  it('without a version is one of version 1', () => {
    expect(readWorkload(last.workload)).toEqual(last.workload);
  });

  it('says its version, and is read as it was', () => {
    const workload = readWorkload(last.workload);
    expect(stored(workloadVersions, workload).version).toBe(1);
    expect(readWorkload(stored(workloadVersions, workload))).toEqual(workload);
  });

  it('of a version to come is refused', () => {
    expect(() => readWorkload({ ...last.workload, version: 2 })).toThrow(/reads versions up to 1/);
  });
});
