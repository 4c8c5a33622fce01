import { describe, expect, it } from 'vitest';
import type { Sensitivity, SensitivityRow } from '../cost/sensitivity.ts';
import { prepareTornado } from './tornado.ts';

const row = (
  factor: string,
  difference: readonly [number, number],
  more: Partial<SensitivityRow> = {},
): SensitivityRow => ({
  factor,
  ends: ['half', 'twice'],
  origin: 'what-if',
  first: [10, 40],
  second: [10 + difference[0], 40 + difference[1]],
  difference,
  turns: difference.some((one) => Math.sign(one) !== 1),
  ...more,
});
const sensitivity: Sensitivity = {
  base: { first: 20, second: 38, difference: 18 },
  rows: [
    row('Traffic', [30, -10]),
    row('Memory', [22, 12]),
    row('What was measured', [19, 17], { origin: 'measured' }),
  ],
};
const names = ['AWS Lambda', 'AWS Fargate'] as const;
const tornado = prepareTornado(sensitivity, names);

describe('prepareTornado', () => {
  it('keeps the longest bar first and every bar on one axis', () => {
    expect(tornado.rows.map(({ factor }) => factor)).toEqual(['Traffic', 'Memory', 'What was measured']);
    for (const { ends, pieces } of tornado.rows) {
      expect(ends[0].at).toBeLessThanOrEqual(ends[1].at);
      for (const at of [...ends.map((end) => end.at), ...pieces.flatMap(({ from, to }) => [from, to])]) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(1);
      }
    }
  });

  it('puts each end where its difference is, whichever of them is larger', () => {
    expect(tornado.rows[0]?.ends.map(({ label, text }) => [label, text])).toEqual([
      ['twice', '-$10'],
      ['half', '+$30'],
    ]);
  });

  it('breaks a bar where the cheaper platform changes', () => {
    const [left, right] = tornado.rows[0]?.pieces ?? [];
    expect([left?.cheaper, right?.cheaper]).toEqual(['second', 'first']);
    expect(left?.to).toBe(tornado.zero);
    expect(tornado.rows[1]?.pieces).toHaveLength(1);
  });

  it('says what there is now and what turns it over', () => {
    expect(tornado.summary).toBe('AWS Lambda is $18 cheaper a month. That turns over with traffic.');
    expect(prepareTornado({ ...sensitivity, rows: [] }, names).summary).toContain('Nothing that was tried');
    const firm = prepareTornado({ ...sensitivity, rows: [row('Memory', [22, 12])] }, names);
    expect(firm.summary).toContain('None of these changes turns that over');
  });

  it('marks what was measured', () => {
    expect(tornado.rows.map(({ measured }) => measured)).toEqual([false, false, true]);
  });

  it('writes both ends of each row into the table', () => {
    expect(tornado.table.rows).toHaveLength(6);
    expect(tornado.table.rows[1]).toEqual(['Traffic', 'twice', '$40', '$30', '-$10']);
  });

  it('has ticks inside, and zero among them when it is a tick', () => {
    expect(tornado.ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true);
    expect(tornado.ticks.map(({ label }) => label)).toContain('equal');
  });

  it('stands when nothing differs', () => {
    const same = prepareTornado({ base: { first: 1, second: 1, difference: 0 }, rows: [] }, names);
    expect(same.summary).toContain('cost the same a month');
    expect(Number.isFinite(same.base.at)).toBe(true);
  });
});
