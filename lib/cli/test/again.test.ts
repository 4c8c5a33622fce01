import { describe, expect, it } from 'vitest';
import { type Attempt, withOneMoreTry } from './again.ts';

const attempt = (passed: number, failures: readonly string[]): Attempt => ({
  exitCode: failures.length === 0 ? 0 : 1,
  counts: {
    ...{ passed, failed: failures.length, failures, onlyAgain: [] },
    files: [...new Set(failures.map((name) => name.split(' > ')[0] ?? ''))],
  },
});

/** Gives the attempts one after another, and keeps which files each one was asked for. */
function runs(...attempts: Attempt[]) {
  const asked: (readonly string[])[] = [];
  const run = async (files: readonly string[]) => {
    asked.push(files);
    return attempts[asked.length - 1] ?? { counts: null, exitCode: 1 };
  };
  return { asked, run };
}

describe('one more try', () => {
  it('is not made where all passed, nor where nothing was written', async () => {
    const good = runs(attempt(9, []));
    expect(await withOneMoreTry(good.run)).toMatchObject({ passed: 9, failed: 0, onlyAgain: [] });
    const silent = runs({ counts: null, exitCode: 0 });
    expect(await withOneMoreTry(silent.run)).toEqual({ passed: 0, failed: 1 });
    expect([good.asked, silent.asked]).toEqual([[[]], [[]]]);
  });

  it('is made of the files that failed, and names what passes only then', async () => {
    const { asked, run } = runs(attempt(9, ['a > one', 'a > two', 'b > three']), attempt(5, ['a > two']));
    expect(await withOneMoreTry(run)).toMatchObject({
      ...{ passed: 11, failed: 1, failures: ['a > two'], onlyAgain: ['a > one', 'b > three'] },
    });
    expect(asked).toEqual([[], ['a', 'b']]);
  });

  it('that cannot be made leaves all as it was', async () => {
    const { run } = runs(attempt(9, ['a > one']));
    expect(await withOneMoreTry(run)).toMatchObject({ passed: 9, failed: 1, failures: ['a > one'] });
  });

  it.each([
    ['a', 'a > one'],
    ['a > one', 'a'],
  ])('names nothing as passed when %s failed first and then %s', async (first, then) => {
    const { run } = runs(attempt(9, [first, 'b > two']), attempt(1, [then]));
    expect(await withOneMoreTry(run)).toMatchObject({ failures: [then], onlyAgain: ['b > two'] });
  });

  it('is for three files at most: more is no accident', async () => {
    const three = runs(attempt(9, ['a > 1', 'b > 2', 'c > 3']), attempt(3, []));
    expect(await withOneMoreTry(three.run)).toMatchObject({ passed: 12, failed: 0 });
    const four = runs(attempt(9, ['a > 1', 'b > 2', 'c > 3', 'd > 4']), attempt(4, []));
    expect(await withOneMoreTry(four.run)).toMatchObject({ passed: 9, failed: 4 });
    expect(four.asked).toHaveLength(1);
  });
});
