import { CrossoverError } from '#lib/domain/errors.ts';
import { arnOf } from '#lib/domain/functions/identifier.ts';
import type { ThrottleReason } from '#lib/domain/functions/scaling.ts';
import type { Bytes } from '#lib/domain/units.ts';

const yours = (code: string, message: string, remedy: string, detail?: string): CrossoverError =>
  new CrossoverError({ code, owner: 'yours', message, remedy, detail });

export const notFound = (name: string, qualifier: string | null = null): CrossoverError =>
  yours(
    'function-not-found',
    `Function not found: ${arnOf(name, qualifier)}`,
    'Create it first, or correct the name.',
  );

export const exists = (name: string): CrossoverError =>
  yours('function-exists', `Function already exist: ${name}`, 'Update it, or choose another name.');

/** The reason goes along as the detail: clients show it. */
export const throttled = (reason: ThrottleReason): CrossoverError =>
  yours('throttled', 'Rate Exceeded.', 'Send fewer requests at once, or raise the limit.', reason);

export const payloadTooLarge = (size: Bytes, limit: Bytes): CrossoverError =>
  yours(
    'payload-too-large',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation; it has ${size}.`,
    'Send a reference to the data instead of the data.',
  );

export const concurrencyRefused = (message: string): CrossoverError =>
  yours('concurrency-refused', message, 'Ask for less, or take a reservation from another function.');

export const noQueue = (): CrossoverError =>
  yours(
    'no-asynchronous-queue',
    'Asynchronous invocations need the database, which this service was started without.',
    'Start it with `npm run -s crossover -- functions serve`.',
  );
