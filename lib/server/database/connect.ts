import pg from 'pg';
import { CrossoverError, toProblem } from '#lib/domain/errors.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { migrate } from './migrate.ts';

export interface DatabaseServer {
  url: string;
  /** For the start page of the terminal: "embedded" or the host of DATABASE_URL. */
  description: string;
  /** Resolves with the reason when the embedded one is no more; never for that of DATABASE_URL, which is not ours. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Uses DATABASE_URL when given, else the embedded Postgres, and brings the schema up to date. */
export async function connectDatabase(configuredUrl = process.env.DATABASE_URL): Promise<DatabaseServer> {
  const server = configuredUrl ? await existing(configuredUrl) : embedded(await startEmbeddedPostgres());
  try {
    await migrate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function embedded(postgres: EmbeddedPostgres): DatabaseServer {
  return {
    url: postgres.url,
    description: postgres.owned
      ? 'embedded Postgres'
      : 'embedded Postgres (shared with the running Crossover)',
    ended: postgres.ended,
    stop: postgres.stop,
  };
}

async function existing(url: string): Promise<DatabaseServer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
  } catch (cause) {
    throw new CrossoverError(
      {
        code: 'database-unreachable',
        owner: 'yours',
        message: `No Postgres answers at DATABASE_URL: ${toProblem(cause).message.replace('Crossover failed: ', '')}`,
        remedy: 'Start that Postgres, correct DATABASE_URL, or unset it to use the embedded one.',
      },
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
  return {
    url,
    description: `Postgres at ${hostOf(url)}`,
    ended: new Promise(() => {}),
    stop: async () => {},
  };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host || 'DATABASE_URL';
  } catch {
    return 'DATABASE_URL';
  }
}
