import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import type { Executor } from '#lib/domain/execution/executor.ts';
import { WORKLOAD_RUNTIMES, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { createFunctionExecutor, type FunctionExecutor } from '../../function/function-executor.ts';
import { ALLOWED, BY_DAEMON, differences, probe, type Seen, seenBy } from '../../testing/parity.ts';
import { ask, type Stage, specOf } from './fixture.ts';

async function seen(executor: Executor, runtime: WorkloadRuntime, environment = {}): Promise<Seen> {
  await using deployment = await executor.deploy(specOf('', { bundle: probe(runtime), environment }));
  return seenBy(await ask(deployment));
}

const OWN = { TZ: 'Asia/Kolkata', EMPTY: '', NODE_ENV: 'staging', AWS_REGION: 'x', PORT: '1' };

/** A handler finds in a container what it finds in a function, but for what one table allows. */
export function parity(id: EngineId, stage: () => Stage): void {
  describe.each(WORKLOAD_RUNTIMES)('what a handler in %s sees of how it is run', (runtime) => {
    let functions: FunctionExecutor;
    beforeAll(() => {
      functions = createFunctionExecutor();
    });
    afterAll(() => functions[Symbol.asyncDispose]());

    it.each([
      ['by itself', {}],
      ['with variables of the user', OWN],
    ])('is what it sees in a function, %s', async (_name, environment) => {
      const frames = await seen(functions, runtime, environment);
      const container = await seen(stage().executor, runtime, environment);
      const table = id === 'runc' ? ALLOWED : [...ALLOWED, ...BY_DAEMON];
      expect(differences(frames, container, 'container', table)).toEqual([]);
      const told = { TZ: 'UTC', NODE_ENV: 'production', ...environment, AWS_REGION: 'us-east-1' };
      for (const [name, value] of Object.entries(told)) expect(frames[`variable: ${name}`]).toBe(value);
      expect(JSON.stringify(frames.zone).includes('UTC')).toBe(told.TZ === 'UTC');
    });
  });
}
