import { describe, expect, it } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { previewOf } from './preview.ts';
import { chosen } from './run-traffic.ts';

const plan = ExperimentPlan.parse({});

describe('the preview of a form', () => {
  it('is the plan with the rate that its traffic means', () => {
    const state = previewOf({ ...plan, ratePerSecond: 20, ...chosen('ramp', plan) });
    expect(state.kind === 'ready' && Math.round(state.plan.ratePerSecond)).toBeGreaterThan(15);
    expect(previewOf(plan)).toEqual({ kind: 'ready', plan });
  });

  it('says why traffic cannot be sent', () => {
    const arrivals = { kind: 'poisson', ratePerSecond: 90_000 } as const;
    const state = previewOf({ ...plan, traffic: { arrivals, requests: 'thinned' } });
    expect(state).toMatchObject({ kind: 'refused', problem: { code: 'traffic-too-fast', owner: 'yours' } });
  });

  it('waits for a file or for numbers', () => {
    expect(previewOf({ ...plan, ...chosen('trace', plan) })).toMatchObject({
      words: expect.stringMatching(/^Choose a file/),
    });
    expect(previewOf({ ...plan, blocks: Number.NaN })).toMatchObject({
      words: expect.stringMatching(/^The picture stands/),
    });
  });
});
