import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { DatabaseWatch } from './database-watch.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const NAME = 'crossover_watch_test';
const ids = async (client: pg.Client): Promise<number[]> => {
  const found = await client.query('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [NAME]);
  return found.rows.map(({ pid }: { pid: number }) => pid);
};

it('takes a connection that was cut for no outage, and has another one', async () => {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const watch = new DatabaseWatch(`${db.url}&application_name=${NAME}`);
  await expect.poll(async () => (await ids(client)).length).toBe(1);
  const [first] = await ids(client);
  let away = 0;
  const looking = setInterval(() => (away += Number(watch.away)), 1);
  await client.query('SELECT pg_terminate_backend($1)', [first]);
  await expect.poll(async () => (await ids(client)).some((id) => id !== first)).toBe(true);
  clearInterval(looking);
  expect(away).toBe(0);
  await watch[Symbol.asyncDispose]();
  await expect.poll(() => ids(client)).toEqual([]);
  await client.end();
});

it('says that a database is away which nobody answers for, and that it is back', async () => {
  const url = new URL(db.url.replace('localhost', 'localhost:1'));
  const path = `${url.searchParams.get('host')}/.s.PGSQL.5432`;
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  const open = (port: number) =>
    new Promise<number>((resolve) => {
      server = createServer((socket) => forward(socket, path, sockets)).listen(port, '127.0.0.1', () => {
        const address = server?.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  const port = await open(0);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const watch = new DatabaseWatch(url.href);
  await expect.poll(() => sockets.size).toBeGreaterThan(0);
  (server as Server | null)?.close();
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => watch.away).toBe(true);
  await open(port);
  await expect.poll(() => watch.away).toBe(false);
  await watch[Symbol.asyncDispose]();
  (server as Server | null)?.close();
  for (const socket of sockets) socket.destroy();
});

/** Stands between the watch and the database: the test's Postgres itself must stay. */
function forward(socket: Socket, path: string, sockets: Set<Socket>): void {
  const upstream = connectTo(path);
  for (const one of [socket, upstream]) {
    sockets.add(one);
    one
      .on('error', () => {})
      .on('close', () => {
        sockets.delete(one);
        socket.destroy();
        upstream.destroy();
      });
  }
  socket.pipe(upstream).pipe(socket);
}
