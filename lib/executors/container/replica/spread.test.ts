import { describe, expect, it } from 'vitest';
import { BALANCING } from '#lib/domain/execution/container-options.ts';
import { seededRandom } from '#lib/domain/units.ts';
import { Balancer } from './balancer.ts';
import { IdleMeter } from './idle-meter.ts';
import { watchLiveness } from './liveness.ts';
import { Meter } from './meter.ts';
import { addUsage, deploymentUsage, NO_TOTALS } from './usage.ts';

const target = (name: string, inFlight = 0, free = true) => ({ name, inFlight, free });

describe('balancers', () => {
  it('least outstanding takes the one with the fewest, and turns among equals', () => {
    const targets = [target('a', 2), target('b', 1), target('c', 1)];
    const balancer = new Balancer(targets, 'least-outstanding');
    const picked = Array.from({ length: 4 }, () => balancer.pick()?.name);
    expect(picked).toEqual(['b', 'c', 'b', 'c']);
  });

  it('round robin takes turns and passes over who is not free', () => {
    const targets = [target('a', 9), target('b', 0, false), target('c')];
    const balancer = new Balancer(targets, 'round-robin');
    expect(Array.from({ length: 4 }, () => balancer.pick()?.name)).toEqual(['a', 'c', 'a', 'c']);
  });

  it.each(BALANCING)('%s: none when none is free, never one that is not, and fair over time', (balancing) => {
    const random = seededRandom(3);
    const targets = Array.from({ length: 7 }, (_, n) => target(String(n)));
    const balancer = new Balancer(targets, balancing);
    const counts = new Map<string, number>();
    for (let n = 0; n < 7_000; n += 1) {
      for (const one of targets) one.free = random() < 0.7;
      const picked = balancer.pick();
      expect(picked?.free ?? targets.every(({ free }) => !free)).toBe(true);
      if (picked) counts.set(picked.name, (counts.get(picked.name) ?? 0) + 1);
    }
    // A fair share is 1,000; the seed is fixed.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
    for (const one of targets) one.free = false;
    expect(balancer.pick()).toBeNull();
  });

  it('follows a list that changes', () => {
    const targets = new Set([target('a')]);
    const balancer = new Balancer(targets, 'round-robin');
    expect(balancer.pick()?.name).toBe('a');
    targets.add(target('b'));
    expect(balancer.pick()?.name).toBe('b');
    for (const one of targets) if (one.name === 'b') targets.delete(one);
    expect(balancer.pick()?.name).toBe('a');
  });
});

describe('the meter of an autoscaler', () => {
  it('averages over time, not over requests', () => {
    const meter = new Meter(0);
    meter.arrive(0);
    meter.arrive(500);
    meter.leave(750);
    // One from 0, two from 500 to 750, one to 1,000.
    expect(meter.read(1_000)).toEqual({ concurrency: 1.25, rate: 2 });
    expect(meter.read(2_000)).toEqual({ concurrency: 1, rate: 0 });
    expect(meter.read(2_000).concurrency).toBe(1);
  });
});

describe('what idling costs', () => {
  it('counts time without a request and the CPU between two readings in it', () => {
    const meter = new IdleMeter();
    meter.rest(0);
    meter.read(100, 10);
    meter.read(1_100, 30);
    meter.work(2_000);
    meter.read(2_500, 500);
    meter.rest(3_000);
    meter.read(3_100, 800);
    expect(meter.at(4_000)).toEqual({ time: 3_000, cpuTime: 20, measured: 1_000 });
  });

  it('sums up the living and the gone; CPU time that is not known of one is known of none', () => {
    const replica = {
      ...{ id: 'a', lifetime: 1_000, cpuTime: 50, memoryUsed: 20, memoryPeak: 30, memoryLimit: 128, cpus: 1 },
      ...{ throttledPeriods: 1, periods: 4, throttledTime: 5, oomKills: 1 },
    };
    const unknown = {
      ...{ ...replica, id: 'b', cpuTime: null, memoryUsed: null, memoryPeak: null },
      ...{ throttledPeriods: null, periods: null, oomKills: null },
    };
    const gone = addUsage(NO_TOTALS, replica);
    const { total, idle } = deploymentUsage([replica, unknown], gone, [{ time: 4, cpuTime: 1, measured: 2 }]);
    expect(total).toEqual({
      ...{ replicas: 3, replicaTime: 3_000, cpuTime: null, memoryPeak: 30 },
      ...{ throttledPeriods: 2, periods: 8, oomKills: 2, ends: 0 },
    });
    expect(idle).toEqual({ time: 4, cpuShare: 0.5, memory: 20 });
    expect(deploymentUsage([unknown], NO_TOTALS, []).total.memoryPeak).toBeNull();
    expect(deploymentUsage([replica], gone, []).total.cpuTime).toBe(100);
    expect(deploymentUsage([], NO_TOTALS, []).idle).toEqual({ time: 0, cpuShare: null, memory: null });
  });
});

describe('liveness', () => {
  it('three questions without an answer in a row are the end, fewer are not', async () => {
    const answers = [false, false, true, false, false, false, true];
    let asked = 0;
    await new Promise<void>((resolve) => {
      watchLiveness(
        1,
        async () => {
          asked += 1;
          if (!answers[asked - 1]) throw new Error('silence');
        },
        () => resolve(),
      );
    });
    expect(asked).toBe(6);
  });

  it('asks no more once it is ended', async () => {
    let asked = 0;
    const end = watchLiveness(
      1,
      async () => {
        asked += 1;
      },
      () => {},
    );
    end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(0);
  });
});
