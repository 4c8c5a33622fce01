import { statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { crossoverHome } from '#lib/executors/host/home.ts';

describe('the embedded Postgres', () => {
  const url = new URL(inject('postgresUrl'));

  it('has no TCP port, and a directory of its sockets that others cannot enter', async () => {
    await using stack = new AsyncDisposableStack();
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    stack.defer(() => client.end());
    expect((await client.query('SHOW listen_addresses')).rows).toEqual([{ listen_addresses: '' }]);
    const sockets = url.searchParams.get('host') ?? '';
    expect(statSync(sockets).mode & 0o077).toBe(0);
    expect(statSync(join(crossoverHome(), 'postgres/password')).mode & 0o077).toBe(0);
  });

  it('lets nobody in who does not know its password', async () => {
    for (const password of ['', 'crossover', 'postgres']) {
      const guessed = new URL(url);
      guessed.password = password;
      await expect(new pg.Client({ connectionString: guessed.href }).connect()).rejects.toThrow(/password/);
    }
  });
});
