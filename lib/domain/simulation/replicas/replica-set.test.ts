import { describe, expect, it } from 'vitest';
import { BlockRandom } from '../random/block-random.ts';
import { Draws } from '../random/draws.ts';
import { type ReplicaRules, ReplicaSet } from './replica-set.ts';
import type { Scaler, ScalerLoad } from './scaler.ts';

const always = (value: number): Draws => new Draws((out) => out.fill(value));
const rules = (overrides: Partial<ReplicaRules> = {}): ReplicaRules => ({
  service: always(100),
  start: always(1000),
  concurrency: 1,
  queueLimit: Number.POSITIVE_INFINITY,
  queueTimeout: Number.POSITIVE_INFINITY,
  initial: 1,
  scaler: null,
  onDemand: null,
  ...overrides,
});
const run = (set: ReplicaSet, times: number[]) => set.run(Float64Array.from(times), 0, times.length);

/** Wants these numbers, one a tick, then the last for ever. */
function scripted(wanted: number[], seen: ScalerLoad[] = []): Scaler {
  return {
    everyMs: 1000,
    fromZero: 1,
    desired(load) {
      seen.push(load);
      return (wanted.length > 1 ? wanted.shift() : wanted[0]) ?? 0;
    },
  };
}

describe('ReplicaSet, by hand', () => {
  it('lets requests wait in order and counts latency from arrival', () => {
    const set = new ReplicaSet(rules());
    run(set, [0, 10, 20]);
    set.state(200);
    // Served at 0, 100 and 200: latencies 100, 190 and 280.
    expect(set.warmLatencies.quantile(0.34)).toBeCloseTo(190, 0);
    expect(set.warmLatencies.quantile(1)).toBeCloseTo(280, 0);
    expect(set.state(300)).toMatchObject({
      requests: 3,
      waiting: 0,
      running: 0,
      busyMs: 300,
      waitingMs: 90 + 180,
    });
  });

  it('serves as many at once as a replica takes', () => {
    const set = new ReplicaSet(rules({ concurrency: 3 }));
    run(set, [0, 0, 0, 0]);
    expect(set.state(50)).toMatchObject({ running: 3, waiting: 1, instances: 1 });
    expect(set.state(500).busyMs).toBe(200);
  });

  it('rejects when the queue is full, and gives up what waited too long', () => {
    const set = new ReplicaSet(rules({ queueLimit: 2, queueTimeout: 150 }));
    run(set, [0, 1, 2, 3]);
    // One served, two wait, one rejected; the second waiting one has waited 198 when its turn comes.
    expect(set.state(1000)).toMatchObject({ throttled: 1, timedOut: 1, waiting: 0 });
    expect(set.warmLatencies.count).toBe(2);
  });

  it('starts what the scaler wants after the delay, and pays for it from the decision on', () => {
    const set = new ReplicaSet(rules({ scaler: scripted([3]) }));
    expect(set.state(1500)).toMatchObject({ instances: 3, instanceMs: 1000 + 3 * 500 });
    run(set, [1600, 1600, 2100, 2100]);
    // Until 2000 there is one replica ready; then three.
    expect(set.state(2100)).toMatchObject({ running: 2, waiting: 0, instances: 3 });
  });

  it('tells the scaler means since its last tick', () => {
    const seen: ScalerLoad[] = [];
    const set = new ReplicaSet(rules({ scaler: scripted([1], seen) }));
    run(set, [500, 500, 500]);
    set.state(1000);
    expect(seen).toEqual([
      { at: 1000, ready: 1, starting: 0, concurrency: 1, running: 0.3, waiting: 0.3, rate: 3 },
    ]);
    set.state(2000);
    expect(seen[1]).toMatchObject({ running: 0, waiting: 0, rate: 0 });
  });

  it('lets a busy replica finish before it goes, and gives it nothing more', () => {
    const set = new ReplicaSet(rules({ service: always(5000), initial: 2, scaler: scripted([1]) }));
    run(set, [0, 0]);
    expect(set.state(2000)).toMatchObject({ instances: 2, running: 2 });
    run(set, [2500]);
    // The draining one is free at 5000, but the waiting request is served by the other.
    expect(set.state(5500)).toMatchObject({ instances: 1, running: 1, waiting: 0 });
    expect(set.state(10_500)).toMatchObject({ instances: 1, running: 0, instanceMs: 5000 + 10_500 });
  });

  it('stops a replica that is not wanted any more before it is ready', () => {
    const set = new ReplicaSet(rules({ start: always(5000), scaler: scripted([2, 1]) }));
    expect(set.state(1500).instances).toBe(2);
    expect(set.state(20_000)).toMatchObject({ instances: 1, instanceMs: 20_000 + 1000 });
  });

  it('starts from zero for a request, which is a cold start', () => {
    const set = new ReplicaSet(rules({ initial: 0, scaler: scripted([1]) }));
    run(set, [100, 3000]);
    expect(set.state(3000).cold).toBe(1);
    expect(set.coldLatencies.quantile(1)).toBeCloseTo(1100, -1);
  });

  it('starts on demand, one for as many waiting requests as it takes, and ends after the keep-alive', () => {
    const onDemand = { keepAlive: always(2000), max: 10 };
    const set = new ReplicaSet(rules({ initial: 0, concurrency: 2, onDemand }));
    run(set, [0, 0, 0]);
    expect(set.state(500)).toMatchObject({ instances: 2, waiting: 3 });
    expect(set.state(1050)).toMatchObject({ running: 3, cold: 3 });
    run(set, [2900]);
    // The one used again is free at 3000 and ends at 5000, the other at 3100.
    expect(set.state(9000)).toMatchObject({ instances: 0, instanceMs: 5000 + 3100, cold: 3 });
  });

  it('never starts more on demand than allowed', () => {
    const set = new ReplicaSet(rules({ initial: 0, onDemand: { keepAlive: always(1000), max: 2 } }));
    run(set, [0, 0, 0, 0, 0]);
    expect(set.state(500)).toMatchObject({ instances: 2, waiting: 5 });
  });

  it('gives a replica that filled up from the queue nothing more', () => {
    const set = new ReplicaSet(
      rules({ initial: 0, concurrency: 2, onDemand: { keepAlive: always(5000), max: 1 } }),
    );
    run(set, [0, 0, 1050, 1051]);
    // Ready at 1000 with both places taken; the next two wait until 1100.
    expect(set.state(1060)).toMatchObject({ running: 2, waiting: 2 });
  });
});

describe('ReplicaSet under random load', () => {
  it.each([1, 2, 3])('loses no request and obeys Little’s law (seed %i)', (seed) => {
    const random = new BlockRandom(seed);
    const times = new Float64Array(50_000);
    random.exponential(times, times.length, 20);
    times.forEach((gap, index) => {
      times[index] = gap + (times[index - 1] ?? 0);
    });
    const wanted = Array.from({ length: 200 }, () => 1 + Math.floor(random.next() * 8));
    const set = new ReplicaSet(
      rules({
        service: new Draws((out, count) => new BlockRandom(seed, 3).exponential(out, count, 100), 50_000),
        concurrency: 3,
        queueLimit: 50,
        queueTimeout: 2000,
        scaler: scripted(wanted),
      }),
    );
    set.run(times, 0, times.length);
    const end = set.state((times.at(-1) ?? 0) + 1e6);
    const served = set.warmLatencies.count + set.coldLatencies.count;
    expect(served + end.throttled + end.timedOut).toBe(end.requests);
    expect(end.requests).toBe(times.length);
    expect(end).toMatchObject({ running: 0, waiting: 0 });
  });
});
