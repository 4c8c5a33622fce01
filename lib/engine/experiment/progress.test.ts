import { describe, expect, it } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { loadSample } from '#lib/samples/load.ts';
import { measuredSeconds, progressAt } from './progress.ts';
import { blocksOf } from './schedule.ts';

const plan = ExperimentPlan.parse({ secondsPerCandidate: 10, warmupSeconds: 2, rounds: 2 });
const blocks = blocksOf(plan, loadSample('cpu'));

describe('progress of a run', () => {
  it('counts what is measured alone: a warm-up takes time and is none of it', () => {
    expect(measuredSeconds(plan)).toBe(20);
    expect(progressAt({ blocks, at: 0, inBlock: 1500 }, plan)).toEqual({
      doing: 'Warming up the function side',
      done: 0,
      total: 20,
      secondsLeft: 22.5,
    });
    expect(progressAt({ blocks, at: 1, inBlock: 2000 }, plan)).toMatchObject({ done: 0, secondsLeft: 20 });
  });

  it('goes on from turn to turn to its end', () => {
    expect(progressAt({ blocks, at: 2, inBlock: 1000 }, plan)).toEqual({
      doing: 'Measuring the function side, turn 1 of 2',
      done: 1,
      total: 20,
      secondsLeft: 19,
    });
    const each = blocks.flatMap((_, at) => [0, 1000].map((inBlock) => ({ blocks, at, inBlock })));
    const done = each.map((here) => progressAt(here, plan).done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const last = { blocks, at: blocks.length - 1, inBlock: 5000 };
    expect(progressAt(last, plan)).toMatchObject({ done: 20, secondsLeft: 0 });
  });
});
