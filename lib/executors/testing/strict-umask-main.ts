// Run by a test as a process of its own, with the umask and the home it is given: what a function that was started
// ahead, one that was not and a container answer, each with files in directories.
import { createContainerExecutor } from '../container/executor.ts';
import { createFunctionExecutor } from '../function/function-executor.ts';
import { requestOf, specOf } from '../function/testing/support.ts';

const FILES = {
  'src/index.js':
    "exports.handler = async () => require('./deep/er/lib.js') + require('fs').readFileSync('/etc/passwd').length;",
  'src/deep/er/lib.js': "module.exports = 'lib ';",
  'src/large.js': `// ${'x'.repeat(40_000)}`,
};
const files = Object.entries(FILES).map(([path, content]) => ({ path, content }));
const spec = specOf('', { bundle: { entry: 'src/index.js', handler: 'handler', files } });

await using functions = createFunctionExecutor({ prestarted: 1 });
await using containers = createContainerExecutor({ engine: 'runc' });
for (const executor of [functions, containers]) {
  const body = await executor.deploy(spec).then(async (deployment) => {
    if (executor === functions) await functions.prestarted(spec.memory);
    const answers = [await deployment.invoke(requestOf()), await deployment.invoke(requestOf())];
    await deployment[Symbol.asyncDispose]();
    return answers.map(({ body, problem }) => body ?? problem?.message).join();
  }, String);
  console.log(executor.side, body);
}
