import { describe, expect, it } from 'vitest';
import { sampleWith } from '../execution/testing/sample.ts';
import { buildReport } from '../report/build.ts';
import { fixtureInput } from '../report/fixture.ts';
import { fixtureSamples } from '../report/fixture-samples.ts';
import { fixturePlan } from '../report/fixture-workload.ts';
import { afterAnswer, withAfterAnswer } from './after-answer.ts';
import { costMeasurement } from './measurement.ts';

/** 20 requests answered after 4 ms each; the first is cold, its init 20 ms. */
const answeredAfter = (handler: number) =>
  Array.from({ length: 20 }, (_, index) =>
    sampleWith({ index, handler, cold: index === 0, init: index === 0 ? 20 : 0 }),
  );

describe('CPU time that answers do not explain', () => {
  it('is work after them from 1 ms and a quarter of their time on, starts counted in', () => {
    // (20 + 20 x 4) / 20 = 5 ms in the mean; 1 ms and a quarter more is 7.25 ms.
    expect(afterAnswer(answeredAfter(4), 7.2, 128)).toBeNull();
    expect(afterAnswer(answeredAfter(4), 7.3, 128)).toMatchObject({ tookMs: 5, leastMs: 7.3 });
  });

  it('is used by as many CPUs as the memory gives, and by one thread below that', () => {
    expect(afterAnswer(answeredAfter(4), 14.4, 3_538)).toBeNull();
    expect(afterAnswer(answeredAfter(4), 14.6, 3_538)?.leastMs).toBeCloseTo(7.3);
    expect(afterAnswer(answeredAfter(4), 7.3, 1_769)?.leastMs).toBeCloseTo(7.3);
  });

  it('is nothing where nobody counts, or nothing was sent', () => {
    expect(afterAnswer(answeredAfter(4), null, 128)).toBeNull();
    expect(afterAnswer([], 100, 128)).toBeNull();
  });

  it('is in what is priced, and only then', () => {
    const measured = costMeasurement(answeredAfter(4), fixturePlan);
    expect(withAfterAnswer(measured, null)).toBe(measured);
    const after = afterAnswer(answeredAfter(4), 45, 128);
    const priced = withAfterAnswer(measured, after);
    expect(priced.warmMs?.value).toBe(44);
    expect(priced.durationsMs.every((ms) => ms === 44)).toBe(true);
    expect(priced.initMs).toEqual(measured.initMs);
  });
});

describe('a bill', () => {
  const usage = (cpuTime: number) => [
    { candidate: 'a' as const, kind: 'measured' as const, length: 1_000, instances: 1, cpuTime },
  ];
  const spans = (cpu: number) =>
    usage(cpu).map((span) => ({ ...span, memory: 1e8, memoryPeak: 1e8, ends: 0 }));
  const requests = fixtureSamples().filter(({ candidate }) => candidate === 'a').length;
  const billed = (change: { handler?: number; reported?: number; cpuPerRequest?: number }) => {
    const samples = fixtureSamples().map((sample) =>
      sample.candidate === 'b'
        ? sample
        : { ...sample, handler: change.handler ?? sample.handler, reported: change.reported ?? null },
    );
    const input = { ...fixtureInput(samples), usage: spans((change.cpuPerRequest ?? 1) * requests) };
    const { candidates, warnings } = buildReport(input);
    const bills = candidates.map(({ bill }) => bill);
    return { usd: bills[0]?.totalUsd ?? 0, bills, warnings };
  };

  it.each([0, 1e-9, 1e12])('is the same whatever the code reports, %d ms too', (reported) => {
    const honest = billed({});
    expect(billed({ reported }).bills).toEqual(honest.bills);
  });

  it('of code that answers at once and works for 10 ms is that of code that works and answers, within 1%', () => {
    const honest = billed({ handler: 10, cpuPerRequest: 10 });
    const hostile = billed({ handler: 0.1, cpuPerRequest: 10 });
    expect(Math.abs(hostile.usd / honest.usd - 1)).toBeLessThan(0.01);
    expect(hostile.warnings.join()).toMatch(/goes on working after its answer/);
    expect(honest.warnings.join()).not.toMatch(/goes on working/);
  });
});
