import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { CrossoverError } from '#lib/domain/errors.ts';
import { PrismaClient } from '../generated/prisma/client.ts';

export interface Database {
  url: string;
  prisma: PrismaClient;
  /** For what Prisma does badly: bulk rows, NOTIFY, advisory locks. */
  pool: pg.Pool;
  close(): Promise<void>;
}

export function openDatabase(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle connection that the server ends must not end the process; the next query reports it.
  pool.on('error', () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) });
  return {
    url,
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Next instantiates modules more than once, so what is shared lives on globalThis. */
const shared = globalThis as typeof globalThis & { crossoverDatabase?: Database };

/** The database of this process, by DATABASE_URL (which the launcher sets also for the embedded one). */
export function database(): Database {
  const url = process.env.DATABASE_URL;
  if (!url) {
    throw new CrossoverError({
      code: 'no-database',
      owner: 'yours',
      message: 'No database is configured for this process.',
      remedy: 'Start the product with `npm start`, or set DATABASE_URL.',
    });
  }
  shared.crossoverDatabase ??= openDatabase(url);
  return shared.crossoverDatabase;
}
