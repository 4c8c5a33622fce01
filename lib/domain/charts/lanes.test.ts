import { describe, expect, it } from 'vitest';
import { prepareLanes, type Second } from './lanes.ts';

const second = (at: number, more: Partial<Second> = {}): Second => ({
  second: at,
  count: 20,
  errors: 0,
  cold: 0,
  p50: 5,
  p95: 9,
  max: 12,
  instances: 2,
  ...more,
});

describe('prepareLanes', () => {
  it('keeps a gap a gap', () => {
    const { points } = prepareLanes({ function: [second(0), second(2)], container: [] }, 10);
    expect(points.function.map((point) => point.p95)).toEqual([9, null, 9]);
    expect(points.function[1]?.band).toBeNull();
    expect(points.container).toEqual([]);
  });

  it('draws no latency for a second in which everything failed, but counts its errors', () => {
    const none = { p50: null, p95: null, max: null };
    for (const failed of [none, { p50: 0, p95: 0, max: 0 }]) {
      const lanes = prepareLanes({ function: [second(0, { errors: 20, ...failed })], container: [] }, 10);
      expect(lanes.points.function[0]).toMatchObject({ p50: null, band: null, errors: 20 });
      expect(lanes.summary).toContain('20 errors, no good answer.');
      expect(lanes.table.rows[0]?.slice(5, 8)).toEqual(['–', '–', '–']);
      expect(lanes.ms.domain).toEqual(prepareLanes({ function: [], container: [] }, 10).ms.domain);
    }
  });

  it('gives both sides one latency axis', () => {
    const { ms } = prepareLanes(
      { function: [second(0, { p95: 80 })], container: [second(0, { p50: 2 })] },
      10,
    );
    expect(ms.domain).toEqual([2, 100]);
  });

  it('has its time axis from the plan while the run grows, and from the data when that is longer', () => {
    expect(prepareLanes({ function: [second(0)], container: [] }, 30).seconds.end).toBe(29);
    expect(prepareLanes({ function: [second(31)], container: [] }, 30).seconds.end).toBe(31);
  });

  it('says in words and in rows what it draws', () => {
    const lanes = prepareLanes({ function: [second(0, { cold: 3, errors: 1 })], container: [second(4)] }, 10);
    expect(lanes.summary).toContain(
      'Functions: 1 second with requests, 3 cold starts, 1 error, worst second at p95 9 ms.',
    );
    expect(lanes.table.rows).toEqual([
      ['0', 'Functions', '20', '1', '3', '5 ms', '9 ms', '12 ms', '2'],
      ['4', 'Containers', '20', '0', '0', '5 ms', '9 ms', '12 ms', '2'],
    ]);
  });

  it('survives having nothing', () => {
    const lanes = prepareLanes({ function: [], container: [] }, 0);
    expect(lanes.seconds.end).toBe(1);
    expect(lanes.table.rows).toEqual([]);
  });
});
