import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STORE_LIMITS } from '#lib/executors/services/store-quota.ts';
import { database } from '#lib/server/database/database.ts';
import { noteStoreSizes, storeNamespace } from '#lib/server/repositories/store-items.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { KEPT_UNUSED, OpenStores } from './open-stores.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(async () => {
  // Their timers would go on asking the databases of the tests that come after them in this process.
  for (const { stores } of engines) await stores[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const engines: Engine[] = [];
/** Stores of an engine whose clock stands where it is set. */
class Engine {
  at = 0;
  readonly stores = new OpenStores({ now: () => this.at, wall: () => new Date(this.at) });

  constructor() {
    engines.push(this);
  }

  /** Looks after the stores at that moment. */
  async tendAt(at: number): Promise<void> {
    this.at = at;
    await this.stores.tend();
  }
}

let named = 0;
/** A store with one item, and whether that is still there. */
async function filled() {
  named += 1;
  const namespace = `playground:b:${named}`;
  const items = storeNamespace(namespace);
  await items.put('k', 1);
  return { namespace, isKept: async () => (await items.get('k')) === 1 };
}

const put = (socketPath: string, key: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path: `/items/${key}`, method: 'PUT' }, (reply) => {
      text(reply).then((body) => resolve(`${reply.statusCode} ${body}`), reject);
    });
    outgoing.on('error', reject);
    outgoing.end('1');
  });

describe('a store', () => {
  it('is emptied when it has been unused for an hour, not before, also by another engine', async () => {
    const { namespace, isKept } = await filled();
    const [first, second] = [new Engine(), new Engine()];
    await (await first.stores.lease(namespace))[Symbol.asyncDispose]();
    await second.tendAt(KEPT_UNUSED - 1);
    expect(await isKept()).toBe(true);
    await second.tendAt(KEPT_UNUSED);
    expect(await isKept()).toBe(false);
    expect(KEPT_UNUSED).toBe(3_600_000);
  });

  it('is unused from the moment on at which its last environment has gone', async () => {
    const { namespace, isKept } = await filled();
    const engine = new Engine();
    const lease = await engine.stores.lease(namespace);
    const [one, other] = [['environment'], ['environment']];
    lease.serves({ instances: () => one });
    const shared = await engine.stores.lease(namespace);
    shared.serves({ instances: () => other });
    expect(shared.mount).toEqual(lease.mount);
    one.pop();
    await engine.tendAt(3 * KEPT_UNUSED);
    other.pop();
    // It was there until now, for all that is known.
    await engine.tendAt(4 * KEPT_UNUSED);
    await engine.tendAt(5 * KEPT_UNUSED - 1);
    expect(await isKept()).toBe(true);
    await engine.tendAt(5 * KEPT_UNUSED);
    expect(await isKept()).toBe(false);
    await lease[Symbol.asyncDispose]();
    await shared[Symbol.asyncDispose]();
  });

  it('whose engine was killed is unused since that was last seen', async () => {
    const { namespace, isKept } = await filled();
    const [killed, next] = [new Engine(), new Engine()];
    await using _lease = await killed.stores.lease(namespace);
    await killed.tendAt(1_000);
    await next.tendAt(KEPT_UNUSED + 999);
    expect(await isKept()).toBe(true);
    await next.tendAt(KEPT_UNUSED + 1_000);
    expect(await isKept()).toBe(false);
  });

  it('that is nobody’s to use, such as a table, is kept for ever', async () => {
    const { isKept } = await filled();
    await new Engine().tendAt(100 * KEPT_UNUSED);
    expect(await isKept()).toBe(true);
  });

  it('has a quota of its own, counted once for all who share it, and again after it was closed', async () => {
    const [full, other] = [await filled(), await filled()];
    await database().pool.query(
      "INSERT INTO store_item SELECT $1, 'n' || n, '1' FROM generate_series(1, $2) AS n",
      [full.namespace, STORE_LIMITS.keys - 2],
    );
    const { stores } = new Engine();
    const refused = '507 {"error":"the store is full"}';
    {
      await using one = await stores.lease(full.namespace);
      await using same = await stores.lease(full.namespace);
      await using theirs = await stores.lease(other.namespace);
      expect(await put(one.mount.hostSocketPath, 'last')).toBe('204 ');
      expect(await put(same.mount.hostSocketPath, 'more')).toBe(refused);
      expect(await put(theirs.mount.hostSocketPath, 'more')).toBe('204 ');
    }
    await using again = await stores.lease(full.namespace);
    expect(await put(again.mount.hostSocketPath, 'more')).toBe(refused);
    expect(await put(again.mount.hostSocketPath, 'last')).toBe('204 ');
  });

  it('that was emptied while a deployment without environments held it has all its room again', async () => {
    const { namespace, isKept } = await filled();
    await database().pool.query(
      "INSERT INTO store_item SELECT $1, 'n' || n, '1' FROM generate_series(1, $2) AS n",
      [namespace, STORE_LIMITS.keys - 1],
    );
    const engine = new Engine();
    await using lease = await engine.stores.lease(namespace);
    lease.serves({ instances: () => [] });
    await engine.tendAt(0);
    await engine.tendAt(2 * KEPT_UNUSED);
    expect(await isKept()).toBe(false);
    await engine.tendAt(2 * KEPT_UNUSED + 1);
    expect(await put(lease.mount.hostSocketPath, 'more')).toBe('204 ');
  });

  it('takes no more when all stores together are full, whoever filled them', async () => {
    const [mine, theirs] = [await filled(), await filled()];
    const [here, elsewhere] = [new Engine(), new Engine()];
    const full =
      '507 {"error":"all stores of this machine together are full; unused ones are emptied after an hour"}';
    const left = 'SELECT $2 - coalesce(sum(bytes), 0) AS left FROM store_use WHERE namespace <> $1';
    await using one = await here.stores.lease(mine.namespace);
    await (await elsewhere.stores.lease(theirs.namespace))[Symbol.asyncDispose]();
    await here.tendAt(0);
    const { rows } = await database().pool.query(left, [theirs.namespace, STORE_LIMITS.allBytes]);
    // What a database says of a store that nobody has open counts; one byte is left.
    await noteStoreSizes(new Map([[theirs.namespace, Number(rows[0].left) - 1]]));
    await here.tendAt(1);
    expect(await put(one.mount.hostSocketPath, 'last')).toBe('204 ');
    expect(await put(one.mount.hostSocketPath, 'more')).toBe(full);
    expect(await put(one.mount.hostSocketPath, 'last')).toBe('204 ');
    // Unused for an hour, the other is emptied and leaves its room.
    await here.tendAt(2 * KEPT_UNUSED);
    expect(await put(one.mount.hostSocketPath, 'more')).toBe('204 ');
  });
});
