import { afterAll, describe, expect, it } from 'vitest';
import { ACCOUNT_LIMITS } from '#lib/domain/functions/scaling.ts';
import { COUNTER, call, codeOf, nodeFunction, SLEEPER } from '../testing/functions.ts';
import { eventually } from '../testing/support.ts';
import { FunctionPlatform } from './platform.ts';

const platform = await FunctionPlatform.open({
  limits: { ...ACCOUNT_LIMITS, concurrency: 6, unreserved: 1 },
});
afterAll(() => platform[Symbol.asyncDispose]());

const outcomes = async (calls: Promise<unknown>[]): Promise<unknown[]> =>
  (await Promise.allSettled(calls)).map((one) => (one.status === 'fulfilled' ? 'ok' : codeOf(one.reason)));

describe('scaling', () => {
  it('one event, one environment; above the account’s limit a request is throttled', async () => {
    const name = await nodeFunction(platform, SLEEPER);
    const all = Array.from({ length: 8 }, () => call(platform, name, { ms: 400 }));
    expect(await outcomes(all)).toEqual([...Array(6).fill('ok'), 'throttled', 'throttled']);
    expect(platform.instances(name)).toHaveLength(6);
    await expect(
      Promise.all(Array.from({ length: 7 }, () => call(platform, name, { ms: 100 }))),
    ).rejects.toMatchObject({
      problem: { code: 'throttled', detail: 'ConcurrentInvocationLimitExceeded', message: 'Rate Exceeded.' },
    });
  });

  it('reserved concurrency caps one function, none stops it', async () => {
    const name = await nodeFunction(platform, SLEEPER);
    await platform.reserve(name, 1);
    expect(await outcomes([call(platform, name, { ms: 200 }), call(platform, name)])).toEqual([
      'ok',
      'throttled',
    ]);
    await platform.reserve(name, 0);
    expect(await outcomes([call(platform, name)])).toEqual(['throttled']);
    expect(await platform.reserve(name, 6).catch(codeOf)).toBe('concurrency-refused');
    await platform.reserve(name, null);
    expect(platform.reservation(name)).toBe(null);
  });

  it('provisioned environments are loaded before they are asked, and stay', async () => {
    const name = await nodeFunction(platform, COUNTER, { keepAlive: { kind: 'fixed', ms: 0 } });
    await platform.functions.publish(name);
    expect(await platform.provision(name, '1', 2)).toBe(2);
    const { value, record } = await call(platform, name, {}, '1');
    expect([value, record.start]).toEqual([1, 'pre-warmed']);
    expect(record.init).toBeGreaterThan(0);
    expect(record.billed).toBe(Math.ceil(record.duration - 1e-9));
    expect((await call(platform, name, {}, '1')).record.start).not.toBe('cold');
    expect(platform.instances(name, '1').filter(({ state }) => state === 'idle')).toHaveLength(2);
    expect(await platform.provision(name, '1', 7).catch(codeOf)).toBe('concurrency-refused');
    expect(await platform.provision(name, '1', 0)).toBe(0);
    await eventually(() => platform.instances(name, '1').length === 0, 'none is left');
  });

  it('provisioned environments have more time to load than the ten seconds of others', async () => {
    await using hasty = await FunctionPlatform.open({ initTimeout: 400 });
    const slow = 'await new Promise((done) => setTimeout(done, 700)); export const handler = async () => 1;';
    const name = await nodeFunction(hasty, slow);
    await hasty.functions.publish(name);
    expect(await hasty.provision(name, '1', 1)).toBe(1);
    expect((await call(hasty, name, {}, '1')).record).toMatchObject({ start: 'pre-warmed', outcome: 'ok' });
  });

  it('a burst of new environments is limited, warm ones are not', async () => {
    await using slow = await FunctionPlatform.open({
      limits: { ...ACCOUNT_LIMITS, burst: { amount: 2, interval: 1e9 } },
    });
    const name = await nodeFunction(slow, SLEEPER);
    const all = Array.from({ length: 3 }, () => call(slow, name, { ms: 300 }));
    expect((await outcomes(all)).sort()).toEqual(['ok', 'ok', 'throttled']);
    expect(await outcomes([call(slow, name, { ms: 1 }), call(slow, name, { ms: 1 })])).toEqual(['ok', 'ok']);
  });
});
