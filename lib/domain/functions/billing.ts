import type { GiBSeconds, MiB, Ms } from '../units.ts';

/** How an environment came to serve a request. */
export const START_KINDS = ['cold', 'pre-warmed', 'warm'] as const;
export type StartKind = (typeof START_KINDS)[number];

/**
 * Billed time of an invocation: init and duration together, rounded up once.
 * AWS Lambda bills the init of on-demand environments since 1 August 2025 ("AWS Lambda standardizes billing for
 * INIT Phase", 29 April 2025) and per started ms since 1 December 2020; before that per started 100 ms.
 * The init of a pre-warmed environment belongs to its provisioned concurrency, not to a request.
 */
export function billedDuration(start: StartKind, init: Ms, duration: Ms, granularity: Ms = 1): Ms {
  const time = (start === 'cold' ? init : 0) + duration;
  // Clocks give fractions such as 3.0000000000000004; a billionth of a ms is not a started ms.
  return Math.max(granularity, Math.ceil(time / granularity - 1e-9) * granularity);
}

export const GRANULARITY = { now: 1 as Ms, before2020: 100 as Ms } as const;

/** GB-seconds as the bill counts them. */
export const gibSeconds = (billed: Ms, memory: MiB): GiBSeconds => (billed / 1000) * (memory / 1024);
