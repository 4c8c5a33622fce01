import { describe, expect, it } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { previewOf } from './preview.ts';
import { chosen } from './run-traffic.ts';

const plan = ExperimentPlan.parse({});
const described = { requestsPerMonth: 40_000_000, shape: 'bursts' } as const;

describe('the preview of a form', () => {
  it('is the plan with the rate that its traffic means', () => {
    const state = previewOf({ ...plan, ratePerSecond: 20, ...chosen('ramp', plan) }, described);
    expect(state.kind === 'ready' && Math.round(state.plan.ratePerSecond)).toBeGreaterThan(15);
    const peak = { describedPerSecond: expect.closeTo(395.74, 2), measuredPerSecond: 20 };
    expect(previewOf(plan, described)).toEqual({ kind: 'ready', plan: { ...plan, peak } });
    // Half-typed traffic has no peak yet.
    const half = { ...described, requestsPerMonth: Number.NaN };
    expect(previewOf(plan, half)).toEqual({ kind: 'ready', plan });
  });

  it('says why traffic cannot be sent', () => {
    const arrivals = { kind: 'poisson', ratePerSecond: 90_000 } as const;
    const state = previewOf({ ...plan, traffic: { arrivals, requests: 'thinned' } }, described);
    expect(state).toMatchObject({ kind: 'refused', problem: { code: 'traffic-too-fast', owner: 'yours' } });
  });

  it('waits for a file or for numbers', () => {
    expect(previewOf({ ...plan, ...chosen('trace', plan) }, described)).toMatchObject({
      words: expect.stringMatching(/^Choose a file/),
    });
    expect(previewOf({ ...plan, rounds: Number.NaN }, described)).toMatchObject({
      words: expect.stringMatching(/^The picture stands/),
    });
  });
});
