import { describe, expect, it } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { TrafficPattern } from '#lib/domain/load/pattern.ts';
import { loadSample } from '#lib/samples/load.ts';
import { blocksOf } from './schedule.ts';

const plan = ExperimentPlan.parse({ secondsPerCandidate: 12, ratePerSecond: 10, rounds: 3, seed: 5 });
const blocks = blocksOf(plan, loadSample('blog'));

describe('the blocks of a run', () => {
  it('take turns, and who begins changes', () => {
    expect(blocks.map(({ candidate, block }) => `${candidate} ${block}`)).toEqual([
      'a 0',
      'b 0',
      'b 1',
      'a 1',
      'a 2',
      'b 2',
    ]);
  });

  it('send all candidates the same requests at the same moments', () => {
    const of = (id: string) =>
      blocks.filter(({ candidate }) => candidate === id).map(({ requests }) => requests);
    const byBlock = (id: string) =>
      of(id)
        .flat()
        .toSorted((a, b) => a.index - b.index);
    expect(byBlock('a')).toEqual(byBlock('b'));
  });

  it('go round by round over three and four, each with the same requests', () => {
    const ids = (['a', 'b', 'c', 'd'] as const).map((id) => ({ id, mode: 'container' as const }));
    const three = blocksOf({ ...plan, rounds: 6, candidates: ids.slice(0, 3) }, loadSample('blog'));
    expect(three.map(({ candidate }) => candidate).join('')).toBe('abccabbcaacbbaccba');
    const four = blocksOf({ ...plan, candidates: ids }, loadSample('blog'));
    expect(four).toHaveLength(4 * plan.rounds);
    for (const round of Map.groupBy(four, ({ block }) => block).values())
      expect(new Set(round.map(({ requests }) => requests)).size).toBe(1);
  });

  it('number every request once and keep it within its block', () => {
    const all = blocks.filter(({ candidate }) => candidate === 'a').flatMap(({ requests }) => [...requests]);
    expect(all.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index));
    expect(all.every(({ offset }) => offset >= 0 && offset < 4000)).toBe(true);
  });

  it('begin with a warm-up of each candidate that changes nothing after it', () => {
    const warm = blocksOf({ ...plan, warmupSeconds: 2 }, loadSample('blog'));
    expect(warm.slice(2)).toEqual(blocks);
    const [one, other] = warm;
    expect([one?.candidate, other?.candidate, one?.block, one?.length]).toEqual(['a', 'b', -1, 2000]);
    expect(one?.requests).toEqual(other?.requests);
    expect(one?.requests.at(-1)?.index).toBe(-1);
    expect(one?.requests.length).toBeGreaterThan(5);
  });

  it('play the whole of a pattern each, drawn anew', () => {
    const spike = TrafficPattern.parse({
      ...{ kind: 'spike', basePerSecond: 5, peakPerSecond: 100, afterSeconds: 2, holdSeconds: 1 },
    });
    const played = blocksOf(
      { ...plan, warmupSeconds: 2, traffic: { arrivals: spike, requests: 'thinned' } },
      loadSample('blog'),
    );
    const [warm, ...rest] = played.filter(({ candidate }) => candidate === 'b');
    expect(rest).toHaveLength(3);
    for (const { requests } of rest) {
      const peak = requests.filter(({ offset }) => offset >= 2000 && offset < 3000).length;
      expect(peak).toBeGreaterThan(60);
      expect(requests.length - peak).toBeLessThan(40);
    }
    const [one, two] = rest.map(({ requests }) => requests.map(({ offset }) => offset));
    expect(one).not.toEqual(two);
    // The warm-up is steady: 10/s for 2 s.
    expect(warm?.requests.length).toBeLessThan(40);
  });

  it('come out the same for the same seed only', () => {
    expect(blocksOf(plan, loadSample('blog'))).toEqual(blocks);
    expect(blocksOf({ ...plan, seed: 6 }, loadSample('blog'))).not.toEqual(blocks);
  });
});
