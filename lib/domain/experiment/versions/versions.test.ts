import { describe, expect, it } from 'vitest';
import { stored } from '../../versions/lift.ts';
import { ExperimentPlan } from '../plan.ts';
import { planVersions, readPlan } from './versions.ts';

/** As the first release stored it. */
const FIRST = {
  ...{ secondsPerSide: 20, ratePerSecond: 20, arrivals: 'poisson', blocks: 4, seed: 1 },
  ...{ keepAliveSeconds: 60, maxConcurrency: 50, replicas: 1, cpusPerReplica: 1 },
};
const SPIKE = { kind: 'spike', basePerSecond: 2, peakPerSecond: 8, afterSeconds: 1, holdSeconds: 1 };
/** As `1b63b47`, the last without a version, stored it. */
const LAST = {
  ...FIRST,
  ...{ warmupSeconds: 2, paddingMiB: 1.5, containerEngine: 'runc' },
  traffic: { arrivals: SPIKE, requests: 'thinned' },
};

describe('a stored plan', () => {
  it('of the first release had no warm-up, no code added and no choice of an engine', () => {
    const { secondsPerSide, blocks, ...said } = FIRST;
    expect(readPlan(FIRST)).toMatchObject({
      ...{ ...said, secondsPerCandidate: secondsPerSide, rounds: blocks },
      ...{ warmupSeconds: 0, paddingMiB: 0, containerEngine: 'auto' },
    });
  });

  it('without a version keeps what it says', () => {
    const { secondsPerSide: _, blocks: __, ...said } = LAST;
    expect(readPlan(LAST)).toMatchObject(said);
  });

  it('of version 2 compared a function and a container, and called a round a block', () => {
    expect(readPlan({ ...LAST, version: 2 })).toMatchObject({
      ...{ secondsPerCandidate: 20, rounds: 4 },
      candidates: [
        { id: 'a', mode: 'event-function' },
        { id: 'b', mode: 'container' },
      ],
    });
  });

  it('says its version, and is read as it was', () => {
    const plan = ExperimentPlan.parse({ seed: 7 });
    expect(stored(planVersions, plan)).toEqual({ ...plan, version: 3 });
    expect(readPlan(stored(planVersions, plan))).toEqual(plan);
  });

  it('of a version to come is refused', () => {
    expect(() => readPlan({ ...FIRST, version: 4 })).toThrow(/reads versions up to 3/);
  });
});
