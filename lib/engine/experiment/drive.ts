import type { Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Sample } from '#lib/domain/execution/sample.ts';
import type { PickedRequest } from '#lib/domain/load/schedule.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { EngineClock } from '../clock.ts';
import type { Deployed } from './deployed.ts';

/** One request of the schedule. */
export interface Planned {
  index: number;
  /** On the run's clock. */
  at: Ms;
  request: PickedRequest;
}

export interface DriveOptions {
  candidate: Deployed;
  block: number;
  planned: readonly Planned[];
  clock: EngineClock;
  /** `clock.now()` at the start of the run: instants of samples count from here. */
  origin: Ms;
  signal: AbortSignal;
  onSample(sample: Sample, invocation: Invocation): void;
  /** More than this in flight means that neither candidate nor machine keeps up: the rest is not sent, and counted as throttled. */
  maxInFlight?: number;
}

const MAX_IN_FLIGHT = 2000;

/** Code of the problem of a request that was due and not sent. */
export const NOT_SENT = 'generator-full';

/** A generator that is behind sends what is due in bursts of this many; answers are served in between. */
const MOST_AT_ONCE = 64;

/**
 * Open loop: every request leaves when it is scheduled, whatever came back of the earlier ones.
 * Resolves when the last answer is in; rejects only when the signal aborts, after what was in flight has ended.
 */
export async function drive(options: DriveOptions): Promise<void> {
  const { clock, origin, signal, maxInFlight = MAX_IN_FLIGHT } = options;
  const flight = new Flight();
  let burst = 0;
  try {
    for (const planned of options.planned) {
      const due = origin + planned.at;
      if (clock.now() < due || burst === MOST_AT_ONCE) {
        await clock.until(due, signal);
        burst = 0;
      }
      burst += 1;
      if (flight.size >= maxInFlight) skip(planned, options);
      else flight.add(send(planned, options));
    }
  } finally {
    await flight.landed();
  }
  signal.throwIfAborted();
}

/** Counts what is in flight. */
class Flight {
  size = 0;
  #failure: { error: unknown } | null = null;
  #wake: () => void = () => {};

  readonly #landed = (): void => {
    this.size -= 1;
    if (this.size === 0) this.#wake();
  };

  readonly #failed = (error: unknown): void => {
    this.#failure ??= { error };
    this.#landed();
  };

  add(sent: Promise<void>): void {
    this.size += 1;
    sent.then(this.#landed, this.#failed);
  }

  /** Resolves when nothing is in flight; rejects with the first defect of the recording. */
  async landed(): Promise<void> {
    if (this.size > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure) throw this.#failure.error;
  }
}

// What follows runs for every request, thousands of times a second: no spreads, few promises.

function send(planned: Planned, options: DriveOptions): Promise<void> {
  const { candidate, clock, origin, signal } = options;
  const sentAt = clock.now() - origin;
  return candidate.deployment.invoke(requestOf(planned), signal).then((invocation) => {
    if (signal.aborted) return;
    options.onSample(toSample(planned, options, sentAt, clock.now() - origin, invocation), invocation);
  });
}

const NO_HEADERS = {};
const JSON_BODY = { 'content-type': 'application/json' };

function requestOf({ index, request: { method, path, body } }: Planned): InvokeRequest {
  const headers = body === null ? NO_HEADERS : JSON_BODY;
  return { requestId: `request-${index}`, method, path, headers, body };
}

function toSample(
  planned: Planned,
  { candidate, block }: DriveOptions,
  sentAt: Ms,
  receivedAt: Ms,
  invocation: Invocation,
): Sample {
  return {
    candidate: candidate.id,
    block,
    index: planned.index,
    scheduledAt: planned.at,
    sentAt,
    receivedAt,
    queued: invocation.queued,
    init: invocation.init,
    handler: invocation.handler,
    reported: invocation.reported ?? null,
    billed: invocation.billed,
    cold: invocation.cold,
    outcome: invocation.outcome,
    status: invocation.status,
    instanceId: invocation.instanceId,
  };
}

function skip(planned: Planned, options: DriveOptions): void {
  const now = options.clock.now() - options.origin;
  const invocation: Invocation = {
    requestId: `request-${planned.index}`,
    side: options.candidate.deployment.side,
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
      code: NOT_SENT,
      owner: 'yours',
      message: 'Too many requests were in flight, so this one was not sent.',
      remedy: 'Lower the rate, or make the workload faster.',
    },
  };
  options.onSample(toSample(planned, options, now, now, invocation), invocation);
}
