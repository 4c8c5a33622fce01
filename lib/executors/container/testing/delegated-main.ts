// Run by a test as a user to whom a cgroup was delegated: what embedded runc enforces then, as one line of JSON; then
// it stays with a container that never lets go, to be killed.
import { createContainerExecutor } from '../executor.ts';
import { call, requestTo, specOf } from './fixture.ts';

const executor = createContainerExecutor({ engine: 'runc' });
const LONG = { memory: 128, timeout: 600_000 };

async function outcomeOf(code: string): Promise<string> {
  await using deployment = await executor.deploy(specOf(code, LONG));
  const { outcome } = await call(deployment);
  await deployment.kill(deployment.instances()[0]?.id ?? '');
  return outcome;
}

const engines = (await executor.engines?.()) ?? [];
const memory = await outcomeOf(
  'export const handler = () => { const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1)); };',
);
const stuck = await executor.deploy(specOf('export const handler = () => { for (;;); };', LONG));
void stuck.invoke(requestTo('/'));
console.log(JSON.stringify({ engines, memory, usage: await stuck.usage() }));
