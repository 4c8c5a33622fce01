// The function executor with its HTTP gateway in a process of its own, as the engine is one.
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { openGateway } from '#lib/executors/function/gateway/gateway.ts';
import { HELLO, specOf } from './workload.ts';

const executor = createFunctionExecutor();
const deployment = await executor.deploy(specOf(HELLO));
const gateway = await openGateway(deployment);
console.log(`${gateway.url}/`);

const end = async (): Promise<void> => {
  await gateway[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
  process.exit(0);
};
process.once('SIGTERM', () => void end());
