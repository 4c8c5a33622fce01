import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Deployment, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import { latencyOf, type Sample } from '#lib/domain/execution/sample.ts';
import { systemClock } from '../clock.ts';
import { drive } from './drive.ts';

/** A deployment that answers as told; the driver is what is tested here, so nothing needs to run. */
function answering(answer: (request: InvokeRequest) => Promise<unknown>): Deployment {
  const invoke = async (request: InvokeRequest): Promise<Invocation> => {
    await answer(request);
    const none = { queued: 0, init: 0, handler: 1, billed: 1, cold: false, instanceId: 'i' };
    return {
      requestId: request.requestId,
      side: 'function',
      outcome: 'ok',
      status: 200,
      body: '',
      log: '',
      problem: null,
      ...none,
    };
  };
  return {
    side: 'function',
    build: { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' },
    invoke,
    instances: () => [],
    forceStart: async () => 0,
    kill: async () => false,
    subscribe: () => () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

const planned = (count: number, gap: number) =>
  Array.from({ length: count }, (_, index) => ({
    index,
    at: index * gap,
    request: { method: 'GET' as const, path: '/', body: null },
  }));

async function run(
  deployment: Deployment,
  count: number,
  gap: number,
  options: { maxInFlight?: number; signal?: AbortSignal; onSample?: () => void } = {},
) {
  const samples: Sample[] = [];
  const { signal = new AbortController().signal, ...rest } = options;
  const ended = drive({
    candidate: { id: 'a', mode: 'event-function', deployment },
    block: 0,
    planned: planned(count, gap),
    clock: systemClock,
    origin: systemClock.now(),
    signal,
    onSample: (sample) => samples.push(sample),
    ...rest,
  });
  return { samples, ended };
}

describe('the open-loop driver', () => {
  it('sends on schedule while nothing comes back, and counts latency from the schedule', async () => {
    const { promise: stall, resolve: release } = Promise.withResolvers<void>();
    const { samples, ended } = await run(
      answering(() => stall),
      20,
      10,
    );
    await sleep(400);
    release();
    await ended;
    expect(samples).toHaveLength(20);
    // Had it waited for answers, the last request would have been sent after the release.
    expect(samples.every(({ sentAt }) => sentAt < 400)).toBe(true);
    const [first, last] = [samples[0], samples[19]];
    if (!first || !last) throw new Error('samples are missing');
    expect(latencyOf(first) - latencyOf(last)).toBeGreaterThan(150);
  });

  it('never sends early', async () => {
    const { samples, ended } = await run(
      answering(async () => {}),
      50,
      3,
    );
    await ended;
    expect(samples.filter(({ sentAt, scheduledAt }) => sentAt < scheduledAt)).toEqual([]);
  });

  it('does not send beyond the bound, and says so', async () => {
    const { promise: stall, resolve: release } = Promise.withResolvers<void>();
    let sent = 0;
    const { samples, ended } = await run(
      answering(() => {
        sent += 1;
        return stall;
      }),
      10,
      5,
      { maxInFlight: 3 },
    );
    await sleep(150);
    release();
    await ended;
    expect(sent).toBe(3);
    expect(samples.filter(({ outcome }) => outcome === 'throttled')).toHaveLength(7);
  });

  it('passes on a defect of the recording instead of losing samples', async () => {
    const { ended } = await run(
      answering(async () => {}),
      3,
      1,
      {
        onSample: () => {
          throw new RangeError('full');
        },
      },
    );
    await expect(ended).rejects.toThrow('full');
  });

  it('stops when told to, and records nothing that came after', async () => {
    const controller = new AbortController();
    const { samples, ended } = await run(
      answering(() => sleep(20)),
      1000,
      10,
      { signal: controller.signal },
    );
    setTimeout(() => controller.abort(), 100);
    await expect(ended).rejects.toThrow();
    expect(samples.length).toBeLessThan(30);
  });
});
