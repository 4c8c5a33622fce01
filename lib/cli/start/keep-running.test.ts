import { expect, it } from 'vitest';
import { keepRunning } from './keep-running.ts';

it('starts a part again that ended, also after a start that failed, and stops the one that runs', async () => {
  const ends: ((reason: string) => void)[] = [];
  const stopped: number[] = [];
  const said: string[] = [];
  let starts = 0;
  const third = Promise.withResolvers<void>();
  const kept = await keepRunning(
    {
      name: 'The part',
      async start() {
        starts += 1;
        if (starts === 2) throw new Error('not yet');
        if (starts === 3) third.resolve();
        return starts;
      },
      ended: () => new Promise<string>((resolve) => ends.push(resolve)),
      stop: async (part) => void stopped.push(part),
    },
    (text) => said.push(text),
  );
  ends[0]?.('SIGKILL');
  await third.promise;
  await kept.stop();
  expect({ first: kept.first, stopped }).toEqual({ first: 1, stopped: [3] });
  expect(said[0]).toBe('The part ended (SIGKILL); starting it again.');
  expect(said[1]).toContain('The part did not start. Crossover failed: not yet');
});

it('waits longer each time, and begins anew after a part that ran for more than a minute', async () => {
  let now = 0;
  const waits: number[] = [];
  const started: ((reason: string) => void)[] = [];
  let next = Promise.withResolvers<void>();
  const kept = await keepRunning(
    {
      name: 'The part',
      start: async () => next.resolve(),
      ended: () => new Promise<string>((resolve) => started.push(resolve)),
      stop: async () => {},
    },
    () => {},
    { now: () => now, sleep: async (ms) => waits.push(ms) },
  );
  const endAfter = async (ms: number) => {
    next = Promise.withResolvers();
    now += ms;
    started.at(-1)?.('code 1');
    await next.promise;
    await new Promise(setImmediate);
  };
  for (const ms of [0, 0, 0, 60_000, 60_001, 0]) await endAfter(ms);
  expect(waits).toEqual([200, 1000, 5000, 5000, 200, 1000]);
  await kept.stop();
});
