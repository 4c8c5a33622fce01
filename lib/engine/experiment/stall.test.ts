import { describe, expect, it } from 'vitest';
import type { Deployment, Invocation } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { buildReport } from '#lib/domain/report/build.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import { fixtureInput } from '#lib/domain/report/fixture.ts';
import { loadSample } from '#lib/samples/load.ts';
import type { EngineClock } from '../clock.ts';
import { SimulatedClock } from '../testing/simulated-clock.ts';
import { drive } from './drive.ts';
import { Recorder } from './recorder.ts';
import { blocksOf } from './schedule.ts';

const SERVICE_MS = 5;

/** A server that answers after 5 ms, and once, from `from` for `length` ms, does not answer at all. */
function stalling(clock: EngineClock, from: number, length: number): Deployment {
  const answer: Omit<Invocation, 'requestId' | 'handler'> = {
    ...{ side: 'container', instanceId: 'replica-1', cold: false, queued: 0, init: 0, billed: SERVICE_MS },
    ...{ outcome: 'ok', status: 200, body: '', log: '', problem: null },
  };
  return {
    side: 'container',
    build: { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' },
    async invoke({ requestId }, signal = new AbortController().signal) {
      const came = clock.now();
      const stalled = came >= from && came < from + length;
      await clock.until(stalled ? from + length : came + SERVICE_MS, signal);
      return { ...answer, requestId, handler: clock.now() - came };
    },
    instances: () => [],
    forceStart: async () => 0,
    kill: async () => false,
    subscribe: () => () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** 10 requests a second for 60 s on a simulated clock, through the schedule, generator and recorder of the engine. */
async function run(arrivals: ExperimentPlan['arrivals']) {
  const clock = new SimulatedClock();
  const plan = ExperimentPlan.parse({
    secondsPerCandidate: 60,
    ratePerSecond: 10,
    rounds: 1,
    seed: 4,
    arrivals,
  });
  const block = blocksOf(plan, loadSample('cpu')).find(({ candidate }) => candidate === 'b');
  const recorder = new Recorder();
  recorder.startBlock({ block: 0, startsAt: 0, length: 60_000 });
  const driving = drive({
    candidate: { id: 'b', mode: 'container', deployment: stalling(clock, 30_000, 2000) },
    block: 0,
    planned: (block?.requests ?? []).map(({ index, offset, request }) => ({ index, at: offset, request })),
    clock,
    origin: 0,
    signal: new AbortController().signal,
    onSample: (sample, invocation) => recorder.add(sample, invocation),
  });
  await clock.run(driving);
  const samples: Sample[] = recorder.takeUnsaved();
  const input = { ...fixtureInput(samples), plan, sendLateness: recorder.sendLateness };
  return { recorder, samples, report: buildReport(input) };
}

describe('a server that stalls once for 2 s at 10 requests/s for 60 s', () => {
  it('shows a p99 of 1.4 s: not 5 ms, not 1.95 s', async () => {
    const { report, samples, recorder } = await run('constant');
    const { latency } = bySide(report).container;
    expect(samples).toHaveLength(600);
    // Due at 30.0, 30.1, … 31.9 s and answered at 32 s; 6 of 600 lie beyond p99, so it is the seventh.
    expect(latency.p99?.value).toBeCloseTo(1400, 6);
    expect(latency.max).toBeCloseTo(2000, 6);
    expect(latency.p50?.value).toBeCloseTo(SERVICE_MS, 6);
    expect(recorder.sendLateness).toEqual({ p99Ms: 0, maxMs: 0 });
  });

  it('shows it with random arrivals too', async () => {
    const { report } = await run('poisson');
    expect(bySide(report).container.latency.p99?.value).toBeGreaterThan(1000);
    expect(bySide(report).container.latency.p99?.value).toBeLessThan(1900);
  });

  it('shows it in the live seconds', async () => {
    const { recorder } = await run('constant');
    const seconds = new Map(recorder.takeSeconds().map((one) => [one.second, one]));
    expect(seconds.size).toBe(60);
    expect(seconds.get(29)).toMatchObject({ count: 10, errors: 0 });
    expect(seconds.get(30)?.p50).toBeGreaterThan(1000);
    expect(recorder.takeSeconds()).toEqual([]);
  });
});
