import { expect, it } from 'vitest';
import { buildReport } from '../report/build.ts';
import { fixtureInput } from '../report/fixture.ts';
import { both } from '../report/fixture-run.ts';
import { fixturePlan } from '../report/fixture-workload.ts';

const report = (measuredPerSecond: number) =>
  buildReport({
    ...fixtureInput(both(5, 5)),
    plan: { ...fixturePlan, peak: { describedPerSecond: 100, measuredPerSecond } },
  });

it('the verdict says that the peak is not tested below half of it, and nothing from there on', () => {
  const { sentence } = report(100).verdict;
  expect(report(50).verdict.sentence).toBe(sentence);
  expect(report(49).verdict.sentence).toBe(
    `${sentence} The peak is not tested: peak described 100/s, peak measured 49/s (49%).`,
  );
});
