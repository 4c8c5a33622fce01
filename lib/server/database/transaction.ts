import type { Prisma } from '../generated/prisma/client.ts';
import { database } from './database.ts';

/** What a repository, `publishIn` and the queue take to write in one transaction with others. */
export type Transaction = Prisma.TransactionClient;

/** Long enough for a sweep of hundreds of experiments; a connection to the database is waited for as long. */
const LIMITS = { timeout: 60_000, maxWait: 60_000 } as const;

/** Commits everything that `work` wrote by the transaction, or nothing. @throws what `work` throws */
export const inTransaction = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  database().prisma.$transaction(work, LIMITS);
