import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Deployment, Invocation } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { requestOf, specOf } from '../testing/support.ts';
import { Turnstile } from './turnstile.ts';

const executor = createFunctionExecutor();
afterEach(() => void vi.restoreAllMocks());
afterAll(() => executor[Symbol.asyncDispose]());

const COUNTER = 'let n = 0; export const handler = () => { n += 1; return { n }; };';
const bodyOf = ({ body }: Invocation): unknown => JSON.parse(body ?? 'null');

/** A request that the turnstile holds until `go`; on a quick machine it decides so by itself. */
function waiting(deployment: Deployment, signal?: AbortSignal) {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  vi.spyOn(Turnstile.prototype, 'turn').mockReturnValueOnce(promise);
  return { invocation: deployment.invoke(requestOf(), signal), go };
}

describe('a request that waits for an environment in use', () => {
  it('does not run when it is cancelled meanwhile', async () => {
    await using deployment = await executor.deploy(specOf(COUNTER));
    expect(bodyOf(await deployment.invoke(requestOf()))).toEqual({ n: 1 });
    const cancel = new AbortController();
    const { invocation, go } = waiting(deployment, cancel.signal);
    cancel.abort();
    go();
    expect(await invocation).toMatchObject({ outcome: 'cancelled', instanceId: null });
    expect(bodyOf(await deployment.invoke(requestOf()))).toEqual({ n: 2 });
  });

  it('starts nothing when the deployment is taken down meanwhile', async () => {
    const deployment = await executor.deploy(specOf(COUNTER));
    await deployment.invoke(requestOf());
    const { invocation, go } = waiting(deployment);
    const disposed = deployment[Symbol.asyncDispose]();
    const states: string[] = [];
    deployment.subscribe((instances) => void states.push(...instances.map(({ state }) => state)));
    go();
    const { outcome, problem } = await invocation;
    expect([outcome, problem?.code]).toEqual(['unavailable', 'deployment-disposed']);
    await disposed;
    expect(states).not.toContain('starting');
    expect(deployment.instances()).toEqual([]);
  });
});
