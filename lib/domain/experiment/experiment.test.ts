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
    expect(ExperimentPlan.parse({ seed: 7 })).toMatchObject({ seed: 7, secondsPerCandidate: 30, rounds: 6 });
    expect(PlanWishes.parse({ secondsPerCandidate: 10 })).toEqual({ secondsPerCandidate: 10 });
  });

  it('compares two to four candidates, numbered in their order', () => {
    const of = (...ids: string[]) =>
      ExperimentPlan.safeParse({ candidates: ids.map((id) => ({ id, mode: 'container' })) }).success;
    expect([of('a'), of('a', 'b'), of('a', 'b', 'c', 'd'), of('b', 'a')]).toEqual([false, true, true, false]);
    expect(of('a', 'b', 'c', 'd', 'e')).toBe(false);
  });

  it('refuses the same values in both', () => {
    for (const schema of [ExperimentPlan, PlanWishes]) {
      expect(schema.safeParse({ ratePerSecond: -1 }).success).toBe(false);
      expect(schema.safeParse({ rounds: 1.5 }).success).toBe(false);
    }
  });
});
