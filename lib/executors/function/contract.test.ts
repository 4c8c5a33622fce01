import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import { type Expected, LEFT_BEHIND, MODULES } from '../testing/handlers.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { FunctionPlatform } from './service/platform.ts';
import { call, packageOf } from './testing/functions.ts';
import { requestOf, specOf } from './testing/support.ts';

const LIMIT = 5_000;
const executor = createFunctionExecutor();
let platform: FunctionPlatform;
beforeAll(async () => {
  platform = await FunctionPlatform.open();
});
afterAll(() => Promise.all([executor, platform].map((one) => one[Symbol.asyncDispose]())));

const specFor = (content: string): DeploySpec => {
  const files = [{ path: 'handler.cjs', content }];
  return specOf('', { bundle: { entry: 'handler.cjs', handler: 'handler', files }, timeout: LIMIT });
};

let functions = 0;
async function functionOf(code: string): Promise<string> {
  functions += 1;
  const name = `contract-${functions}`;
  const configuration = {
    runtime: 'nodejs',
    handler: 'h.handler',
    memoryMiB: 1_769,
    timeoutMs: LIMIT,
  } as const;
  await platform.functions.create(name, configuration, packageOf({ 'h.cjs': code }));
  return name;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const seen = (outcome: string, body: unknown): Expected =>
  outcome === 'ok' ? text(body) : { fails: outcome as 'timeout' };

describe('by frames', () => {
  it.each(MODULES)('a handler answers in any way', async ({ code, cases }) => {
    await using deployment = await executor.deploy(specFor(code));
    for (const { path, it } of cases) {
      const { outcome, body, problem } = await deployment.invoke(requestOf({ path }));
      expect(seen(outcome, body), `${it.name}: ${problem?.message}`).toEqual(it.expected);
    }
  });

  it('an error that nobody awaits ends the environment after its answer', async () => {
    await using deployment = await executor.deploy(specFor(LEFT_BEHIND.code));
    for (const { path, it } of LEFT_BEHIND.cases) {
      const { outcome, body, cold, log } = await deployment.invoke(requestOf({ path }));
      expect([outcome, body, cold], it.name).toEqual(['ok', 'call 1', true]);
      expect(log).toMatch(it.text);
    }
  });
});

describe('by the Runtime API', () => {
  it.each(MODULES)('a handler answers in any way', async ({ code, cases }) => {
    const name = await functionOf(code);
    for (const { path, it } of cases) {
      const { record, value } = await call(platform, name, { rawPath: path });
      expect(seen(record.outcome, value), it.name).toEqual(it.api ?? it.expected);
    }
  });

  it('an error that nobody awaits ends the environment after its answer', async () => {
    const name = await functionOf(LEFT_BEHIND.code);
    for (const { path, it } of LEFT_BEHIND.cases) {
      const { value, record } = await call(platform, name, { rawPath: path });
      expect([record.outcome, value, record.start], it.name).toEqual(['ok', 'call 1', 'cold']);
      expect(record.log).toMatch(it.text);
    }
  });
});
