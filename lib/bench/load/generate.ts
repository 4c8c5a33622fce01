import type { Deployment } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import type { Ms } from '#lib/domain/units.ts';
import { systemClock } from '#lib/engine/clock.ts';
import { drive } from '#lib/engine/experiment/drive.ts';
import { Recorder } from '#lib/engine/experiment/recorder.ts';

export interface Generated {
  samples: Sample[];
  lateness: { p50: Ms; p99: Ms; max: Ms };
  /** From the first send to the last answer. */
  duration: Ms;
}

/** Sends requests at these instants with the engine's own generator and recorder. */
export async function generate(deployment: Deployment, instants: readonly Ms[]): Promise<Generated> {
  const recorder = new Recorder();
  recorder.startBlock({ block: 0, startsAt: 0, length: Math.max(1000, (instants.at(-1) ?? 0) + 1) });
  const request = { method: 'GET' as const, path: '/', body: null };
  const origin = systemClock.now();
  await drive({
    candidate: { id: 'a', mode: 'event-function', deployment },
    block: 0,
    planned: instants.map((at, index) => ({ index, at, request })),
    clock: systemClock,
    origin,
    signal: new AbortController().signal,
    onSample: (sample, invocation) => recorder.add(sample, invocation),
    maxInFlight: Number.POSITIVE_INFINITY,
  });
  const duration = systemClock.now() - origin;
  const samples = recorder.takeUnsaved();
  const sorted = Float64Array.from(samples, ({ sentAt, scheduledAt }) => sentAt - scheduledAt).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { samples, duration, lateness: { p50: at(0.5), p99: at(0.99), max: at(1) } };
}
