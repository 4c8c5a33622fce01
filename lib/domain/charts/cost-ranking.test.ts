import { describe, expect, it } from 'vitest';
import { type Ranked, rankCosts } from './cost-ranking.ts';

const one = (name: string, usd: number, more: Partial<Ranked> = {}): Ranked => ({
  id: name,
  letter: name.charAt(0),
  name,
  side: 'function',
  usd,
  interval: [usd * 0.95, usd * 1.05],
  gone: false,
  ...more,
});

describe('rankCosts', () => {
  it('says who is cheapest, by how much, and who is dearest', () => {
    const ranking = rankCosts([one('Lambda', 90), one('Fargate', 30), one('Fly', 300)], 12e6);
    expect(ranking.sentence).toBe(
      'At 12M requests a month Fargate is cheapest with $28 to $32; Lambda, the next, costs 3 times as much, Fly, the dearest, $280 to $320.',
    );
    expect(ranking.rows.map(({ name, times }) => [name, times])).toEqual([
      ['Fargate', null],
      ['Lambda', '3 ×'],
      ['Fly', '10 ×'],
    ]);
  });

  it('does not name a winner where the intervals overlap', () => {
    expect(rankCosts([one('Lambda', 30), one('Fargate', 31), one('Fly', 300)], 1e6).sentence).toBe(
      'At 1M requests a month the cheapest cannot be told apart: Lambda and Fargate cost about $30.',
    );
  });

  it('never answers with what nobody new can have', () => {
    const ranking = rankCosts([one('Closed', 1, { gone: true }), one('Open', 10)], 1e6);
    expect(ranking.cheapest?.name).toBe('Open');
    expect(ranking.rows[0]).toMatchObject({ name: 'Closed', times: '0.1 ×' });
    expect(ranking.sentence).toBe('At 1M requests a month Open costs $9 to $11.');
  });

  it('compares with nothing where the cheapest is free', () => {
    const { sentence, rows } = rankCosts([one('Free', 0), one('Paid', 10)], 100);
    expect(sentence).toContain('Free is cheapest with $0; Paid, the next, costs $9 to $11.');
    expect(rows[1]?.times).toBeNull();
  });

  it('puts all rows on one scale from zero', () => {
    const { rows } = rankCosts([one('A', 50), one('B', 100)], 1);
    expect(rows[1]?.at.to).toBe(1);
    expect(rows[0]?.at.value).toBeCloseTo(50 / 105);
  });

  it('says when nothing can be priced', () => {
    expect(rankCosts([], 1)).toMatchObject({
      cheapest: null,
      rows: [],
      sentence: expect.stringContaining('None'),
    });
  });
});
