import { describe, expect, it } from 'vitest';
import type { Sample } from '../execution/sample.ts';
import { patternSource, takeArrivals } from '../load/arrival-source.ts';
import { seededRandom } from '../units.ts';
import { about, both, build, run } from './fixture-run.ts';
import { fixtureSamples } from './fixture-samples.ts';
import { fixtureBuilds, fixturePlan, fixtureWorkload } from './fixture-workload.ts';
import { readReport } from './versions/versions.ts';

describe('coordinated omission', () => {
  it('a server that stalls once for 2 s at 10 requests a second for 60 s shows it at p99', () => {
    // One request at a time, 1 ms each; the one due at 30 s takes 2 s and twenty wait behind it.
    let freeAt = 0;
    const times = [...takeArrivals(patternSource({ kind: 'constant', ratePerSecond: 10 }, 1), 60_000)];
    const samples = times.map((at, index): Sample => {
      const started = Math.max(at, freeAt);
      freeAt = started + (at === 30_000 ? 2000 : 1);
      const [base] = run('container', 1, () => 1);
      if (base === undefined) throw new Error('no sample');
      return {
        ...base,
        index,
        scheduledAt: at,
        sentAt: started,
        receivedAt: freeAt,
        handler: freeAt - started,
      };
    });
    const { latency, handler } = build(samples).sides.container;
    // 6 of 600 lie beyond p99: of the waits 2000, 1901, 1802, … the seventh is 1,406 ms.
    expect(latency.p99?.value).toBeCloseTo(1406, 0);
    expect(latency.max).toBe(2000);
    // Counted from when it was sent, the stall would be one request of 600: invisible at p99.
    expect(handler?.p99?.value).toBe(1);
  });
});

describe('buildReport', () => {
  it('is whole and repeatable for a run on both sides', () => {
    const sources = [{ path: 'handler.js', content: "import { x } from '@aws-sdk/client-dynamodb';" }];
    const report = build(fixtureSamples(), { sources });
    expect(build(fixtureSamples(), { sources })).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.sides.function.cold.count).toBeGreaterThan(0);
    expect(report.differences.map((one) => one.quantity)).toEqual([
      'p50',
      'p95',
      'p99',
      'warm p50',
      'warm p95',
    ]);
    expect(report.lockIn.findings.map((one) => one.service)).toContain('DynamoDB');
    expect(report.warnings).toEqual([]);
  });

  it('is of as many candidates as the plan has, with the differences of every pair', () => {
    const third = fixtureSamples(3).flatMap((one) =>
      one.candidate === 'b' ? [{ ...one, candidate: 'c' as const, receivedAt: one.receivedAt + 20 }] : [],
    );
    const plan = {
      ...fixturePlan,
      candidates: [...fixturePlan.candidates, { id: 'c', mode: 'container' } as const],
    };
    const builds = { ...fixtureBuilds, c: fixtureBuilds.b };
    const report = build([...fixtureSamples(), ...third], { plan, builds });
    const { sides: _, ...stored } = report;
    expect(readReport(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
    expect(report.candidates.map(({ id, mode }) => `${id} ${mode}`)).toEqual([
      'a event-function',
      'b container',
      'c container',
    ]);
    const p50 = report.differences.filter(({ quantity }) => quantity === 'p50');
    expect(p50.map(({ a, b }) => `${a} ${b}`)).toEqual(['a b', 'a c', 'b c']);
    expect(p50.map(({ ratio }) => ratio > 1)).toEqual([true, false, false]);
    expect(report.cost.breakEvens.map(({ a, b }) => `${a} ${b}`)).toEqual(['a b', 'a c']);
    expect(Object.keys(report.cost.curve[0]?.usd ?? {})).toEqual(['a', 'b', 'c']);
    const two = build(fixtureSamples());
    expect(report.candidates.slice(0, 2).map(({ latency }) => latency)).toEqual(
      two.candidates.map(({ latency }) => latency),
    );
    expect(report.differences.slice(0, two.differences.length)).toEqual(two.differences);
  });

  it('never counts errors and throttles as fast', () => {
    const good = run('function', 300, about(100));
    const fast = run(
      'function',
      200,
      () => 0.5,
      () => ({ outcome: 'throttled', status: null, instanceId: null, billed: 0 }),
    );
    const broken = run(
      'function',
      100,
      () => 0.5,
      () => ({ status: 500 }),
    );
    const side = build([...good, ...fast, ...broken, ...run('container', 300, about(100))]).sides.function;
    expect(side.latency.p50?.value).toBeGreaterThan(89);
    expect(side.latency.p50?.samples).toBe(300);
    expect(side).toMatchObject({
      requests: 600,
      good: 300,
      badStatus: 100,
      outcomes: { ok: 400, throttled: 200 },
    });
    expect(side.distribution.every((point) => point.ms > 89)).toBe(true);
  });

  it('bills what ran: throttled requests are not in the mean, errors are', () => {
    const samples = [
      ...run('function', 10, () => 10),
      ...run(
        'function',
        10,
        () => 30,
        () => ({ outcome: 'handler-error', status: null }),
      ),
      ...run(
        'function',
        80,
        () => 0,
        () => ({ outcome: 'throttled', status: null, billed: 0 }),
      ),
    ];
    expect(build(samples).sides.function.billedMean).toMatchObject({ value: 20, samples: 20 });
  });

  it('keeps cold and warm apart', () => {
    const cold = (index: number) => (index % 10 === 0 ? { cold: true, init: 400 } : {});
    const samples = run('function', 600, (index) => (index % 10 === 0 ? 420 : 20), cold);
    const side = build([...samples, ...run('container', 600, about(20))]).sides.function;
    expect(side.cold.count).toBe(60);
    expect(side.cold.share.value).toBeCloseTo(0.1, 9);
    expect(side.init.p50?.value).toBe(400);
    expect(side.latency.p95?.value).toBe(420);
    expect(side.warmLatency.p95?.value).toBe(20);
  });

  it('keeps the warm-up apart: in no percentile, but its starts are starts', () => {
    const warmUp = run(
      'function',
      40,
      () => 900,
      (index) => ({ block: -1, index: index - 40, cold: true, init: 850 }),
    );
    const measured = both(20, 10);
    const side = build([...warmUp, ...measured]).sides.function;
    // Starts of the warm-up are starts in the bill, too.
    const { warmUp: apart, init, bill: _, ...rest } = side;
    const { warmUp: none, init: noInit, bill: __, ...without } = build(measured).sides.function;
    expect(rest).toEqual(without);
    expect(apart).toMatchObject({ requests: 40, good: 40, cold: 40, latency: { p50: { value: 900 } } });
    expect([none, noInit.p50, init.p50?.value]).toEqual([null, null, 850]);
    expect(build([...warmUp, ...measured]).differences).toEqual(build(measured).differences);
  });

  it('knows the starts of what stood ready before the run', () => {
    const starts = [60, 70, 80].map((init) => ({ candidate: 'b' as const, init }));
    const { sides } = build(both(20, 10), { starts });
    expect([sides.function.init.p50, sides.container.init.p50?.value]).toEqual([null, 70]);
    expect(sides.container.cold.count).toBe(0);
  });

  it('keeps queue, start, handler and way apart: together they are the latency', () => {
    const phases = () => ({ queued: 30, init: 50, handler: 100, cold: true });
    const late = run('container', 600, () => 200, phases).map((one) => ({
      ...one,
      sentAt: one.scheduledAt + 5,
    }));
    const { queue, init, handler, network, latency } = build(late).sides.container;
    const p50 = [queue, init, handler, network, latency].map((phase) => phase?.p50?.value);
    expect(p50).toEqual([30, 50, 100, 15, 200]);
  });

  it('repeats itself in blocks and says in how many of them a side was slower', () => {
    const blocks = (index: number) => ({ block: Math.floor(index / 100) });
    const samples = [...run('function', 600, about(30), blocks), ...run('container', 600, about(10), blocks)];
    const report = build(samples, { plan: { ...fixturePlan, rounds: 6 } });
    expect(report.sides.function.blocks?.map(({ requests }) => requests)).toEqual([
      100, 100, 100, 100, 100, 100,
    ]);
    expect(report.differences[0]?.blocks).toEqual({ slower: 6, of: 6 });
    expect(report.differences[0]?.sentence).toMatch(/, in 6 of 6 turns\.$/);
    expect(report.assumptions.join()).toContain('draws whole turns anew');
  });

  it('has wider intervals when the blocks differ', () => {
    const level = [8, 9, 10, 11, 12, 14];
    const shifted = Array.from({ length: 600 }, (_, index) => Math.floor(index / 100)).flatMap(
      (block, index) =>
        run(
          'function',
          1,
          () => about(level[block] ?? 0)(index),
          () => ({ block, index }),
        ),
    );
    const interval = (plan: Partial<typeof fixturePlan>, block?: number) => {
      const samples = block === undefined ? shifted : shifted.map((one) => ({ ...one, block }));
      const { latency } = build(samples, { plan: { ...fixturePlan, ...plan } }).sides.function;
      return (latency.p50?.interval?.[1] ?? 0) - (latency.p50?.interval?.[0] ?? 0);
    };
    expect(interval({ rounds: 6 })).toBeGreaterThan(3 * interval({ rounds: 1 }, 0));
  });

  it('has no p99 from few samples, not a guess', () => {
    const report = build(both(20, 10, 60));
    expect(report.sides.function.latency.p99).toBeNull();
    expect(report.differences.map((one) => one.quantity)).not.toContain('p99');
    expect(report.warnings.join(' ')).toContain('too few for a p95');
  });

  it('puts instances and failures where they belong', () => {
    const report = build(both(20, 10), {
      instanceCounts: [{ candidate: 'a', second: 0, instances: 9 }],
      failures: [{ candidate: 'b', outcome: 'timeout', message: 'too slow', log: 'x', count: 2 }],
    });
    expect(report.sides.function.peakInstances).toBe(9);
    expect(report.sides.function.timeline[0]?.instances).toBe(9);
    expect(report.sides.container.failures).toEqual([
      { outcome: 'timeout', message: 'too slow', log: 'x', count: 2 },
    ]);
    expect(report.sides.function.failures).toEqual([]);
  });

  it('survives a run without samples', () => {
    const report = build([]);
    expect(report.sides.container).toMatchObject({
      requests: 0,
      good: 0,
      billedMean: null,
      distribution: [],
    });
    expect(report.candidates.map(({ targetMet }) => targetMet)).toEqual([null, null]);
    expect(report.warnings).toHaveLength(2);
    expect(JSON.stringify(report)).not.toContain('NaN');
  });
});

describe('the latency target', () => {
  const met = (fn: number, container: number, ms: number, count?: number) =>
    build(both(fn, container, count), {
      workload: { ...fixtureWorkload, latencyTarget: { percentile: 95, ms } },
    }).candidates.map(({ targetMet }) => targetMet);
  it('is met, missed or undecided by the ends of the interval', () => {
    expect(met(10, 100, 50)).toEqual([true, false]);
    const random = seededRandom(2);
    const noisy = run('function', 200, () => 50 + random() * 100);
    const workload = { ...fixtureWorkload, latencyTarget: { percentile: 95 as const, ms: 145 } };
    expect(build(noisy, { workload }).sides.function.targetMet).toBeNull();
  });
  it('is undecided with too few samples', () => expect(met(10, 10, 50, 20)).toEqual([null, null]));
  it('is missed when nothing was answered', () => {
    const dead = run(
      'function',
      100,
      () => 1,
      () => ({ outcome: 'exited', status: null }),
    );
    expect(build(dead).sides.function.targetMet).toBe(false);
  });
});

describe('differences', () => {
  it('are told from the function side with their interval', () => {
    const [p50] = build(both(31, 10)).differences;
    expect(p50?.ratio).toBeCloseTo(3.1, 1);
    expect(p50?.sentence).toMatch(/^The function side is 3\.1 times slower at p50 \(between \d/);
    expect(build(both(10, 31)).differences[0]?.sentence).toContain('3.1 times faster');
    expect(build(both(10, 10)).differences[0]?.sentence).toContain('No clear difference at p50');
  });
});
