import { describe, expect, it } from 'vitest';
import { toProblem } from '#lib/domain/errors.ts';
import { run } from './run.ts';
import { sweep } from './sweep.ts';
import { readTraffic } from './traffic-options.ts';

const of = async (work: Promise<unknown>) => toProblem(await work.catch((error: unknown) => error));
const cpu = { sample: 'cpu' };

describe('what is refused on the command line is named by its flag', () => {
  it.each([
    [{ seconds: Number.NaN }, /^--seconds: Give the seconds\.$/],
    [{ rate: -1 }, /^--rate: A rate is above 0\.$/],
    [{ rounds: 1.5, seed: Number.NaN }, /^--rounds: Turns are whole\. --seed: Give the seed as a number\.$/],
  ])('run with %j', async (options, words) => {
    expect(await of(run({ ...cpu, ...options }))).toMatchObject({
      owner: 'yours',
      message: expect.stringMatching(words),
    });
  });

  it.each([
    [
      {},
      /^--runtimes, --memory, --cpus, --rates, --concurrency, --code: Give at least two values of one kind\.$/,
    ],
    [{ memory: [Number.NaN, 2] }, /^--memory, value 1: /],
    [{ rates: [1, 2], seconds: Number.NaN }, /^--seconds: /],
    [{ runtimes: ['python', 'cobol'] }, /^--runtimes, value 2: Choose among nodejs, python\.$/],
  ])('sweep with %j', async (options, words) => {
    expect((await of(sweep({ ...cpu, ...options }))).message).toMatch(words);
  });

  it('traffic', async () => {
    const pattern = '{"kind":"poisson","ratePerSecond":5}';
    expect((await of(readTraffic({ pattern, span: Number.NaN }))).message).toMatch(
      /^--span: Give the seconds/,
    );
    expect((await of(readTraffic({ pattern, rate: 0 }))).message).toMatch(/^--rate: A rate is above 0/);
    expect((await of(readTraffic({ pattern: '{"kind":"ramp"}' }))).message).toMatch(
      /^--pattern, fromPerSecond: /,
    );
  });

  it('a workload that is not there, by its whole path', async () => {
    expect((await of(run({ workload: '/no/such.json' }))).message).toMatch(
      /^\/no\/such\.json cannot be read/,
    );
  });
});
