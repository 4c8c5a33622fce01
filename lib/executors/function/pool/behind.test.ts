import { afterAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { requestsGoBehind } from '../testing/behind.ts';
import { requestOf, specOf } from '../testing/support.ts';

const executor = createFunctionExecutor();
afterAll(() => executor[Symbol.asyncDispose]());
requestsGoBehind();

const LIMIT: Ms = 500;
const CODE = `export const handler = ({ rawPath }) => {
  if (rawPath === '/print') console.log('printed');
  return 'quick';
};`;

async function deployed(): Promise<Deployment> {
  const deployment = await executor.deploy(specOf(CODE, { timeout: LIMIT }));
  await Promise.all([1, 2, 3].map(() => deployment.invoke(requestOf())));
  return deployment;
}

/** The engine does nothing else for so long, while the sandbox answers the first and begins with the second. */
function stall(time: Ms): void {
  const end = performance.now() + time;
  while (performance.now() < end);
}

/** Of a request behind one whose answer was there in time, and was read too late. */
async function outcomeBehindLate(): Promise<string> {
  await using deployment = await deployed();
  const [first, behind] = [deployment.invoke(requestOf()), deployment.invoke(requestOf())];
  stall(LIMIT + 50);
  expect((await first).outcome).toBe('timeout');
  const { outcome, problem } = await behind;
  return `${outcome} ${problem?.code ?? ''}`.trim();
}

it('what a request prints first is not in the log of the one before it, though both were read at once', async () => {
  for (let round = 0; round < 5; round += 1) {
    await using deployment = await deployed();
    const all = ['/', '/print'].map((path) => deployment.invoke(requestOf({ path })));
    stall(50);
    expect((await Promise.all(all)).map(({ log }) => log)).toEqual(['', 'printed\n']);
  }
});

describe('the end of a request', () => {
  it('that used up its limit is not told of the one behind it, which the sandbox had begun', async () => {
    const seen = new Set<string>();
    // On a busy machine the sandbox has not come to the second now and then: another one serves it.
    for (let round = 0; round < 5 && !seen.has('exited environment-killed'); round += 1) {
      seen.add(await outcomeBehindLate());
    }
    seen.delete('ok');
    expect([...seen]).toEqual(['exited environment-killed']);
  });

  it('that was cancelled is its own: nobody waits behind one that may be', async () => {
    await using deployment = await deployed();
    const leaving = new AbortController();
    const [first, other] = [deployment.invoke(requestOf(), leaving.signal), deployment.invoke(requestOf())];
    stall(50);
    leaving.abort();
    expect((await first).outcome).toBe('cancelled');
    expect((await other).outcome).toBe('ok');
  });
});
