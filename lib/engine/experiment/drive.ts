import type { Deployment, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import type { PickedRequest } from '#lib/domain/load/schedule.ts';
import type { Clock, Ms } from '#lib/domain/units.ts';
import { until } from '../clock.ts';

/** One request of the schedule. */
export interface Planned {
  index: number;
  /** On the run's clock. */
  at: Ms;
  request: PickedRequest;
}

export interface DriveOptions {
  deployment: Deployment;
  block: number;
  planned: readonly Planned[];
  clock: Clock;
  /** `clock.now()` at the start of the run: instants of samples count from here. */
  origin: Ms;
  signal: AbortSignal;
  onSample(sample: Sample, invocation: Invocation): void;
  /** More than this in flight means that neither side nor machine keeps up: the rest is not sent, and counted as throttled. */
  maxInFlight?: number;
}

const MAX_IN_FLIGHT = 2000;

/**
 * Open loop: every request leaves when it is scheduled, whatever came back of the earlier ones.
 * Resolves when the last answer is in; rejects only when the signal aborts, after what was in flight has ended.
 */
export async function drive(options: DriveOptions): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  try {
    for (const planned of options.planned) {
      await until(options.origin + planned.at, options.clock, options.signal);
      if (inFlight.size >= (options.maxInFlight ?? MAX_IN_FLIGHT)) {
        skip(planned, options);
        continue;
      }
      const sent = send(planned, options).finally(() => inFlight.delete(sent));
      inFlight.add(sent);
    }
  } finally {
    await Promise.all(inFlight);
  }
  options.signal.throwIfAborted();
}

async function send(planned: Planned, options: DriveOptions): Promise<void> {
  const { deployment, clock, origin, signal } = options;
  const sentAt = clock.now() - origin;
  const invocation = await deployment.invoke(requestOf(planned), signal);
  const receivedAt = clock.now() - origin;
  if (signal.aborted) return;
  options.onSample(toSample(planned, options, { sentAt, receivedAt }, invocation), invocation);
}

const requestOf = ({ index, request }: Planned): InvokeRequest => ({
  requestId: `request-${index}`,
  method: request.method,
  path: request.path,
  headers: request.body === null ? {} : { 'content-type': 'application/json' },
  body: request.body,
});

function toSample(
  planned: Planned,
  { deployment, block }: DriveOptions,
  times: { sentAt: Ms; receivedAt: Ms },
  invocation: Invocation,
): Sample {
  const { queued, init, handler, billed, cold, outcome, status, instanceId } = invocation;
  return {
    side: deployment.side,
    block,
    index: planned.index,
    scheduledAt: planned.at,
    ...times,
    ...{ queued, init, handler, billed, cold, outcome, status, instanceId },
  };
}

function skip(planned: Planned, options: DriveOptions): void {
  const now = options.clock.now() - options.origin;
  const invocation: Invocation = {
    requestId: `request-${planned.index}`,
    side: options.deployment.side,
    instanceId: null,
    cold: false,
    queued: 0,
    init: 0,
    handler: 0,
    billed: 0,
    outcome: 'throttled',
    status: null,
    body: null,
    log: '',
    problem: {
      code: 'generator-full',
      owner: 'yours',
      message: 'Too many requests were in flight, so this one was not sent.',
      remedy: 'Lower the rate, or make the workload faster.',
    },
  };
  options.onSample(toSample(planned, options, { sentAt: now, receivedAt: now }, invocation), invocation);
}
