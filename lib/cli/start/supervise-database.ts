import { connectDatabase, type DatabaseServer } from '#lib/server/database/connect.ts';
import { keepRunning } from './keep-running.ts';

/** The database of DATABASE_URL, else the embedded one, which is kept running: its address stays the same. */
export async function superviseDatabase(
  configuredUrl: string | undefined,
  say: (text: string) => void,
): Promise<DatabaseServer> {
  const { first, stop } = await keepRunning(
    {
      name: 'Postgres',
      start: () => connectDatabase(configuredUrl),
      ended: ({ ended }) => ended,
      stop: (server) => server.stop(),
    },
    say,
  );
  return { ...first, stop };
}
