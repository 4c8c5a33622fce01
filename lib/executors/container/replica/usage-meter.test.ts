import { describe, expect, it } from 'vitest';
import type { ContainerUsage } from '../engines/engine.ts';
import { UsageMeter } from './usage-meter.ts';

const USED: ContainerUsage = {
  ...{ cpuTime: 40, memoryUsed: 5, memoryPeak: 9 },
  ...{ throttledPeriods: 1, periods: 2, throttledTime: 3, oomKills: 0 },
};

/** A meter over a container whose readings are given one after the other. */
function stage(...readings: Partial<ContainerUsage>[]) {
  let asked = 0;
  const container = {
    usage: async () => ({ ...USED, ...readings[asked++] }),
    memoryUsed: () => (asked += 1),
  };
  const metered = { id: 'r1', startedAt: performance.now(), memory: 128, cpus: 0.5 };
  return { meter: new UsageMeter(container, metered), asked: () => asked };
}

describe('what a replica uses', () => {
  it('is read afresh while it lives, with what it was given', async () => {
    const { meter } = stage({ cpuTime: 1 }, { cpuTime: 2 });
    expect(await meter.usage()).toMatchObject({ id: 'r1', cpuTime: 1, memoryLimit: 128, cpus: 0.5 });
    expect((await meter.usage()).cpuTime).toBe(2);
  });

  it('stays after its end as it was, also what the engine forgets with the process', async () => {
    const { meter, asked } = stage({ oomKills: 0 }, { cpuTime: null, memoryPeak: null, oomKills: 1 });
    await meter.close(await meter.usage());
    expect(await meter.usage()).toMatchObject({ cpuTime: 40, memoryPeak: 9, oomKills: 1 });
    await meter.close(null);
    expect((await meter.usage()).cpuTime).toBe(40);
    expect(asked()).toBe(2);
  });

  it('of one that crashed is what was read before, not nothing', async () => {
    const { meter } = stage({ cpuTime: 7 }, { cpuTime: null });
    expect((await meter.usage()).cpuTime).toBe(7);
    await meter.close(null);
    expect((await meter.usage()).cpuTime).toBe(7);
  });

  it('is what the last reading says when there was none before', async () => {
    const { meter } = stage({ cpuTime: null });
    await meter.close(null);
    expect((await meter.usage()).cpuTime).toBeNull();
  });

  it('of memory is not asked for again at once', () => {
    const { meter } = stage();
    expect([meter.memoryUsed(), meter.memoryUsed()]).toEqual([1, 1]);
  });

  it('without a request counts from rest to work', async () => {
    const { meter } = stage();
    meter.work();
    expect(meter.idle().time).toBe(0);
    meter.rest();
    await new Promise((resolve) => setTimeout(resolve, 5));
    meter.work();
    const { time } = meter.idle();
    expect(time).toBeGreaterThan(0);
    expect(meter.idle().time).toBe(time);
  });
});
