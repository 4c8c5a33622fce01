import { describe, expect, it } from 'vitest';
import { projectRoot } from '#lib/executors/host/home.ts';
import { command } from './command.ts';
import { kept } from './output.ts';
import { beside, inTurn, type Step, together } from './steps.ts';

const counts = (passed: number, failed: number) => ({ passed, failed });
const withoutTimes = (text: string) => text.replaceAll(/in \d+\.\d s/g, 'in … s');

/** A step that prints two lines, the second one when it may, and ends. */
const step = (title: string, failed: number, mayEnd = Promise.resolve()): Step => ({
  title,
  async run({ say }) {
    say(`${title} begins\n`);
    await mayEnd;
    say(`${title} ends\n`);
    return counts(1, failed);
  },
});

describe('steps of the tests', () => {
  it('beside each other run at the same time, and what they say is told whole and in order', async () => {
    const output = kept();
    const last = Promise.withResolvers<void>();
    const { run } = step('two', 1);
    const two: Step = {
      title: 'two',
      run: async (to) => {
        const ran = await run(to);
        last.resolve();
        return ran;
      },
    };
    // One after another this would never end: the first waits for the second.
    const outcome = await beside([step('one', 0, last.promise), two], output.say);
    expect(outcome).toMatchObject({ total: counts(2, 1), failing: ['two'] });
    const told = (title: string, failed: number) =>
      `\n== ${title}\n${title} begins\n${title} ends\n== ${title}: 1 passed, ${failed} failed in … s\n`;
    expect(withoutTimes(output.text())).toBe(told('one', 0) + told('two', 1));
  });

  it('in turn are told as they happen, and failures do not stop the next one', async () => {
    const output = kept();
    const outcome = await inTurn([step('one', 2), step('two', 0)], output.say);
    expect(outcome).toMatchObject({ total: counts(2, 2), failing: ['one'] });
    expect(output.text().match(/== \w+$|\w+ (begins|ends)$/gm)).toEqual([
      ...['== one', 'one begins', 'one ends', '== two', 'two begins', 'two ends'],
    ]);
    expect(together([outcome, outcome])).toMatchObject({ total: counts(4, 4), failing: ['one', 'one'] });
  });

  it('give their failed tests by name, from the top of the project', async () => {
    const named = { failures: [`${projectRoot}/lib/a.test.ts > one`], onlyAgain: ['e2e/b.spec.ts > two'] };
    const run = async () => ({ ...counts(1, 1), ...named, files: [] });
    const outcome = await inTurn([{ title: 'one', run }], kept().say);
    expect(outcome).toMatchObject({ failures: ['lib/a.test.ts > one'], onlyAgain: ['e2e/b.spec.ts > two'] });
  });
});

describe('a program of a step', () => {
  it('has all its words kept, and its exit code', async () => {
    const output = kept();
    const script =
      'console.log("é out"); console.error(process.env.NODE_ENV, process.env.MORE); process.exitCode = 3';
    const args = ['-e', script];
    expect(await command({ program: process.execPath, args, env: { MORE: 'more' } }, output)).toBe(3);
    expect(output.text()).toContain('é out\n');
    expect(output.text()).toContain('test more\n');
  });

  it('that cannot be started or is killed has failed', async () => {
    const output = kept();
    expect(await command({ program: '/nowhere', args: [] }, output)).toBe(1);
    expect(output.text()).toContain('ENOENT');
    const args = ['-e', 'process.kill(process.pid, "SIGKILL")'];
    expect(await command({ program: process.execPath, args }, output)).toBeNull();
  });
});
