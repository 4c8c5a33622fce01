import { setTimeout as sleep } from 'node:timers/promises';
import { type CrossoverError, type Problem, toProblem } from '#lib/domain/errors.ts';
import type { Ms } from '#lib/domain/units.ts';

/** Of Postgres: connections that broke (class 08), and a server that goes down or comes up (57P01 to 57P03). */
const SQLSTATE = /^(08...|57P0[123])$/;
/** Of the connection; ENOENT is the socket of an embedded Postgres that is gone. */
const SOCKET: ReadonlySet<unknown> = new Set(
  'ECONNREFUSED ECONNRESET ENOENT EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH EAI_AGAIN'.split(' '),
);
/** Of Prisma (error reference): cannot reach, timed out, closed the connection. */
const PRISMA = /^P10(01|02|08|17)$/;
/** Of node-postgres, which gives them no code. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection)/;
const KINDS: ReadonlySet<unknown> = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout']);

interface Told {
  code?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  syscall?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** Whether the database is away or on its way up or down, as against a statement that it refused. */
export function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  const { code, originalCode, kind, syscall, message, cause, meta } = error as Told;
  // A file that is missing is no database that is away.
  if (SOCKET.has(code)) return code !== 'ENOENT' || syscall === 'connect';
  const codes = [code, originalCode].filter((one) => typeof one === 'string');
  if (codes.some((one) => SQLSTATE.test(one) || PRISMA.test(one)) || KINDS.has(kind)) return true;
  if (typeof message === 'string' && WORDS.test(message)) return true;
  return isAway(cause, depth + 1) || isAway(meta?.driverAdapterError, depth + 1);
}

/** In words for whoever asked meanwhile; no address and no path in it. */
export const DATABASE_AWAY: CrossoverError['problem'] = {
  code: 'database-away',
  owner: 'ours',
  message: 'The database does not answer at the moment.',
  remedy: 'Try again in a few seconds. What was stored is kept.',
} satisfies Problem;

/** Any thrown value as a Problem, an outage in words. */
export const problemOf = (error: unknown): Problem => (isAway(error) ? DATABASE_AWAY : toProblem(error));

/** For a log: an outage in words, without a stack that would look like a defect; any other error as it is. */
export const outageInWords = (error: unknown): unknown => (isAway(error) ? DATABASE_AWAY.message : error);

/** Seconds after which it is worth asking again. */
export const RETRY_AFTER = 2;

const EVERY: Ms = 250;

/** Does the work, again and again while the database is away. @throws what the work throws for another reason */
export async function overOutage<T>(work: () => Promise<T>, waiting: () => void = () => {}): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      if (tries === 0) waiting();
      await sleep(EVERY);
    }
  }
}
