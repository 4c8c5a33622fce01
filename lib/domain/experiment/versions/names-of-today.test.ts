import { expect, it } from 'vitest';
import { PlanWishes } from '../plan.ts';
import { namesOfToday } from './names-of-today.ts';

it('takes what a caller of before says by the names of its day, and adds nothing', () => {
  expect(PlanWishes.parse(namesOfToday({ secondsPerSide: 5, blocks: 2 }))).toEqual({
    secondsPerCandidate: 5,
    rounds: 2,
  });
  expect(namesOfToday({ rounds: 3 })).toEqual({ rounds: 3 });
  expect([namesOfToday({}), namesOfToday(undefined), namesOfToday(7)]).toEqual([{}, undefined, 7]);
});
