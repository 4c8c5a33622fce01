import { afterAll, describe, expect, it } from 'vitest';
import { createContainerExecutor } from './container/executor.ts';
import { createFunctionExecutor } from './function/function-executor.ts';
import { requestOf, specOf } from './function/testing/support.ts';
import { prepareBundle } from './source/prepare.ts';

const executors = {
  function: createFunctionExecutor(),
  'function started ahead': createFunctionExecutor({ prestarted: 1 }),
  container: createContainerExecutor({ engine: 'runc' }),
};
afterAll(async () => {
  for (const executor of Object.values(executors)) await executor[Symbol.asyncDispose]();
});

/** More than the code cache takes, so that it would have to keep its hands off. */
const HELPER = `interface Filler { a: string }
// ${'x'.repeat(40_000)}
enum Word {
  No = 'no',
}
export = (): never => {
  throw new Error(Word.No);
};`;
const HANDLER = `import fail from './fail';

type Answer = { statusCode: number };
export const handler = async (): Promise<Answer> => fail();`;

describe('an error in TypeScript', () => {
  it.each(Object.entries(executors))(
    'is told by the lines of its source on a %s',
    async (_name, executor) => {
      const files = [
        { path: 'src/h.ts', content: HANDLER },
        { path: 'src/fail.cts', content: HELPER },
      ];
      const bundle = await prepareBundle({ entry: 'src/h.ts', handler: 'handler', files });
      const spec = specOf('', { bundle });
      await using deployment = await executor.deploy(spec);
      if ('prestarted' in executor) await executor.prestarted(spec.memory);
      const { outcome, problem } = await deployment.invoke(requestOf());
      expect([outcome, problem?.message]).toEqual(['handler-error', 'The handler failed: Error: no']);
      expect(problem?.detail).toMatch(/src\/fail\.cts:7:9\)?\n[\s\S]*src\/h\.ts:4:53/);
    },
  );
});
