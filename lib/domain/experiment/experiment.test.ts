import { describe, expect, it } from 'vitest';
import { ExperimentPlan, PlanWishes } from './plan.ts';
import { canMove, EXPERIMENT_STATES, isFinal, predecessors } from './state.ts';

describe('the life of an experiment', () => {
  it('never leaves a final state', () => {
    for (const from of EXPERIMENT_STATES.filter(isFinal)) {
      expect(EXPERIMENT_STATES.filter((to) => canMove(from, to))).toEqual([]);
    }
  });

  it('reaches every state but queued from another', () => {
    for (const to of EXPERIMENT_STATES) expect(predecessors(to).length === 0).toBe(to === 'queued');
  });

  it('does not skip the run', () => {
    expect(canMove('queued', 'done')).toBe(false);
    expect(canMove('preparing', 'done')).toBe(false);
    expect(canMove('analysing', 'done')).toBe(true);
  });
});

describe('a plan', () => {
  it('fills in what is left open, and wishes do not', () => {
    expect(ExperimentPlan.parse({ seed: 7 })).toMatchObject({ seed: 7, secondsPerSide: 30, blocks: 6 });
    expect(PlanWishes.parse({ secondsPerSide: 10 })).toEqual({ secondsPerSide: 10 });
  });

  it('of the first release is still read', () => {
    const stored = {
      ...{ secondsPerSide: 20, ratePerSecond: 20, arrivals: 'poisson', blocks: 4, seed: 1 },
      ...{ keepAliveSeconds: 60, maxConcurrency: 50, replicas: 1, cpusPerReplica: 1 },
    };
    expect(ExperimentPlan.parse(stored)).toEqual({
      ...stored,
      ...{ warmupSeconds: 0, starts: 0, paddingMiB: 0, containerEngine: 'auto' },
    });
  });

  it('refuses the same values in both', () => {
    for (const schema of [ExperimentPlan, PlanWishes]) {
      expect(schema.safeParse({ ratePerSecond: -1 }).success).toBe(false);
      expect(schema.safeParse({ blocks: 1.5 }).success).toBe(false);
    }
  });
});
