import { afterAll, describe, expect, it } from 'vitest';
import { DeploymentCache, type Wanted } from './deployment-cache.ts';
import { openExecutors, until } from './testing/stage.ts';

const { executors, close } = openExecutors();
afterAll(close);

const wanted = (name: string): Wanted => ({
  code: {
    entry: 'h.mjs',
    handler: 'handler',
    files: [{ path: 'h.mjs', content: `export const handler = () => '${name}';` }],
  },
  memory: 256,
  timeout: 1_000,
  engine: 'auto',
});
const servicesFor = async () => ({ mounts: [], serve: () => {}, [Symbol.asyncDispose]: async () => {} });
const open = (more: { most?: number; idle?: number } = {}) =>
  new DeploymentCache({ executors, servicesFor, changed: () => {}, ...more });
const request = { requestId: 'r', method: 'GET', path: '/', headers: {}, body: null };

/** Uses a version once and gives the lease back. */
async function use(cache: DeploymentCache, name: string) {
  using lease = cache.lease(wanted(name));
  const deployment = await lease.deployment('function');
  const { outcome } = await deployment.invoke(request);
  return { deployment, outcome };
}
const isGone = async ({ deployment }: Awaited<ReturnType<typeof use>>) =>
  (await deployment.invoke(request)).outcome === 'unavailable';

describe('what stays deployed', () => {
  it('is what was used last, at most so many', async () => {
    await using cache = open({ most: 2 });
    const one = await use(cache, 'one');
    const two = await use(cache, 'two');
    expect((await use(cache, 'one')).deployment).toBe(one.deployment);
    await use(cache, 'three');
    await until('two has left', () => two.deployment.instances().length === 0);
    expect(await isGone(two)).toBe(true);
    expect(await isGone(one)).toBe(false);
  });

  it('is never taken from who uses it, however many there are', async () => {
    await using cache = open({ most: 1 });
    using held = cache.lease(wanted('held'));
    const deployment = await held.deployment('function');
    await use(cache, 'other');
    await use(cache, 'another');
    expect((await deployment.invoke(request)).outcome).toBe('ok');
  });

  it('leaves when nobody has used it for a while', async () => {
    await using cache = open({ idle: 50 });
    const used = await use(cache, 'one');
    await until('it has left', () => cache.instances().length === 0);
    expect(await isGone(used)).toBe(true);
    expect((await use(cache, 'one')).deployment).not.toBe(used.deployment);
  });

  it('is nothing after the end, also what is being deployed at that moment', async () => {
    const cache = open();
    const used = await use(cache, 'one');
    using lease = cache.lease(wanted('two'));
    const deploying = lease.deployment('container').catch((error: unknown) => error);
    await cache[Symbol.asyncDispose]();
    expect(await isGone(used)).toBe(true);
    expect(await deploying).toBeInstanceOf(Error);
    expect(cache.instances()).toEqual([]);
  });
});
