import { describe, expect, it } from 'vitest';
import { cycleOf, inTurn } from './rounds.ts';

/** How often each thing comes. */
const counts = (all: readonly string[]) =>
  [...Map.groupBy(all, (one) => one).values()].map(({ length }) => length);

describe('the turns of a round', () => {
  it.each([
    [2, 2],
    [3, 6],
    [4, 4],
  ])('let each of %d follow each other equally often in a cycle of %d rounds', (count, rounds) => {
    const cycle = cycleOf(count);
    expect(cycle).toHaveLength(rounds);
    const follows = cycle.flatMap((row) => row.slice(1).map((one, at) => `${row[at]} ${one}`));
    expect(new Set(counts(follows))).toEqual(new Set([rounds / count]));
    expect(counts(follows)).toHaveLength(count * (count - 1));
    const places = cycle.flatMap((row) => row.map((one, place) => `${one} ${place}`));
    expect(new Set(counts(places))).toEqual(new Set([rounds / count]));
    expect(counts(places)).toHaveLength(count * count);
  });

  it('are ABBA for two, and begin with the last of the round before for three', () => {
    expect([0, 1, 2].map((round) => inTurn(['a', 'b'], round).join(''))).toEqual(['ab', 'ba', 'ab']);
    const rounds = [0, 1, 2, 3, 4, 5].map((round) => inTurn(['a', 'b', 'c'], round));
    expect(rounds.slice(1).map(([first]) => first)).toEqual(rounds.slice(0, -1).map((row) => row.at(-1)));
  });
});
