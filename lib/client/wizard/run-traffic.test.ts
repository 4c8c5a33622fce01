import { describe, expect, it } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { settlePlan } from '#lib/domain/load/settle-plan.ts';
import { turnOf } from '#lib/domain/load/turn.ts';
import {
  chosen,
  DAY_CHOICES,
  dayChoice,
  daysOf,
  isShaped,
  kindOf,
  RUN_KINDS,
  SHAPES,
} from './run-traffic.ts';

const plan = ExperimentPlan.parse({});

describe('the traffic of a run, as the form asks for it', () => {
  it.each(RUN_KINDS.filter((kind) => kind !== 'trace'))('%s can be run as it begins', (kind) => {
    const next = ExperimentPlan.parse({ ...plan, ...chosen(kind, plan) });
    expect(kindOf(next)).toBe(kind);
    const { ratePerSecond } = settlePlan(next);
    expect(ratePerSecond).toBeGreaterThan(10);
    expect(ratePerSecond).toBeLessThan(40);
  });

  it.each(RUN_KINDS.filter(isShaped))('%s asks for what its pattern has', (kind) => {
    const { arrivals } = SHAPES[kind].start(20, 15);
    for (const { name } of SHAPES[kind].fields) {
      const [, , , field = '', index] = name.split('.');
      const value = (arrivals as Record<string, unknown>)[field];
      expect(typeof (index === undefined ? value : (value as number[])[Number(index)])).toBe('number');
    }
  });

  it('is no trace until a file was chosen', () => {
    const next = { ...plan, ...chosen('trace', plan) };
    expect(kindOf(next)).toBe('trace');
    expect(ExperimentPlan.safeParse(next).success).toBe(false);
  });

  it('proposes longer turns for a pattern, and leaves long ones alone', () => {
    expect(chosen('ramp', plan)).toMatchObject({ secondsPerCandidate: 60, rounds: 4 });
    expect(chosen('ramp', { ...plan, secondsPerCandidate: 90, rounds: 9 })).toMatchObject({ rounds: 9 });
    const ramp = { ...plan, ...chosen('ramp', plan), secondsPerCandidate: 20 };
    expect(chosen('spike', ramp)).toMatchObject({ secondsPerCandidate: 20 });
    expect(chosen('constant', ramp)).toMatchObject({ arrivals: 'constant', traffic: undefined });
  });

  it('plays a week or one of its days', () => {
    const diurnal = ExperimentPlan.parse({ ...plan, ...chosen('diurnal', plan) });
    expect(dayChoice(diurnal)).toBe('0');
    expect(turnOf(diurnal).factor).toBe(5760);
    for (const { value } of DAY_CHOICES) {
      const { startDay, spanSeconds } = daysOf(value);
      const traffic = diurnal.traffic && {
        ...diurnal.traffic,
        spanSeconds,
        arrivals: { ...diurnal.traffic.arrivals, startDay },
      };
      expect(dayChoice(ExperimentPlan.parse({ ...diurnal, traffic }))).toBe(value);
    }
  });
});
