import pino from 'pino';
import { toProblem } from '#lib/domain/errors.ts';

/** Synchronous, so that the last words of a process that ends are written, too. */
const logger = pino({ base: null }, pino.destination({ fd: 2, sync: true }));

/**
 * Writes what went wrong, and in doing what, to standard error: for errors that no user is told and no caller is
 * thrown. A text is written as it is, an error with where it came from.
 */
export function logError(doing: string, error: unknown): void {
  const { code, message, detail } = toProblem(error);
  if (typeof error === 'string') logger.error({ doing }, error);
  else logger.error({ doing, code, detail }, message);
}
