import { describe, expect, it } from 'vitest';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { EngineClock } from '../clock.ts';
import { forceStarts, MOST_TIME } from './forced-starts.ts';

/** Starts that take `each` ms of the clock; what is not a start is not asked for. */
function stage(each: Record<Side, Ms>, failsAt: Partial<Record<Side, number>> = {}) {
  let now = 0;
  const order: Side[] = [];
  const unused = () => {
    throw new Error('Only starts are asked for.');
  };
  const deployment = (side: Side): Deployment => ({
    side,
    build: { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' },
    ...{ invoke: unused, instances: unused, kill: unused, subscribe: unused },
    async forceStart() {
      order.push(side);
      now += each[side];
      if (order.filter((one) => one === side).length === failsAt[side]) {
        throw new CrossoverError({ code: 'x', owner: 'yours', message: 'It broke.', remedy: 'Mend it.' });
      }
      return each[side];
    },
    [Symbol.asyncDispose]: async () => {},
  });
  const clock: EngineClock = { now: () => now, wall: () => new Date(0), until: async () => {} };
  const run = (count: number, signal = new AbortController().signal) =>
    forceStarts({
      candidates: [
        { id: 'a', mode: 'event-function', deployment: deployment('function') },
        { id: 'b', mode: 'container', deployment: deployment('container') },
      ],
      ...{ count, clock, signal, doing: async () => {} },
    });
  return { run, order };
}

describe('forced starts', () => {
  it('go from one to the next, as many of each as were asked for', async () => {
    const { run, order } = stage({ function: 30, container: 50 });
    const { a: fn, b: container } = await run(3);
    expect(fn).toEqual({ wanted: 3, times: [30, 30, 30], problem: null });
    expect(container?.times).toEqual([50, 50, 50]);
    expect(order.join()).toBe('function,container,function,container,function,container');
  });

  it('end for one that has used up its 10 s, and go on with the other', async () => {
    const slow = await stage({ function: 30, container: MOST_TIME / 2 }).run(20);
    expect([slow.a?.times.length, slow.b?.times.length]).toEqual([20, 2]);
    const within = await stage({ function: 30, container: MOST_TIME / 20 }).run(20);
    expect(within.b?.times).toHaveLength(20);
  });

  it('end for one that failed to start, and say why', async () => {
    const { a: fn, b: container } = await stage({ function: 30, container: 50 }, { container: 3 }).run(5);
    expect(container).toEqual({ wanted: 5, times: [50, 50], problem: 'It broke.' });
    expect(fn?.times).toHaveLength(5);
  });

  it('are none where none are wanted, and end with the run', async () => {
    const { run, order } = stage({ function: 30, container: 50 });
    expect((await run(0)).a).toEqual({ wanted: 0, times: [], problem: null });
    await expect(run(2, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
    expect(order).toEqual([]);
  });
});
