import type { ContainerExecutor } from '#lib/domain/execution/container.ts';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import type { Deployment, DeploySpec, Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Arena } from '../../function/attacks/attack.ts';
import { SECRET } from '../../function/attacks/catalogue/processes.ts';
import { forgerOn, playerOn } from '../../function/attacks/figures/forger.ts';
import { forgerSpec } from '../../function/attacks/figures/forgeries.ts';
import { type AttackRow, runAll } from '../../function/attacks/run.ts';
import type { Sites } from '../../function/cgroup/site.ts';
import { EVALUATOR, evaluate } from '../../function/testing/support.ts';
import { hasController, memoryCgroup } from '../engines/runc/cgroups.ts';
import { createContainerExecutor } from '../executor.ts';
import { requestTo, specOf } from '../testing/fixture.ts';
import { CONTAINER_ATTACKS } from './catalogue.ts';
import { CALLER, systemCallIn } from './system-call.ts';

const invoker =
  (executor: ContainerExecutor) =>
  async (code: string, over: Partial<DeploySpec> = {}): Promise<Invocation> => {
    await using deployment = await executor.deploy(specOf(code, over));
    return await deployment.invoke(requestTo());
  };

const twiceInvoker =
  (executor: ContainerExecutor) =>
  async (code: string): Promise<[Invocation, Invocation]> => {
    await using deployment = await executor.deploy(specOf(code, { timeout: 2_000 }));
    return [await deployment.invoke(requestTo()), await deployment.invoke(requestTo())];
  };

/** Whether groups hold the memory of containers here, and of which version. */
function sitesHere(): Sites {
  const memory = hasController('memory') ? memoryCgroup('attack') : null;
  return memory === null ? {} : { memory: { version: memory.version, directory: memory.path } };
}

const callerSpec = (): DeploySpec =>
  specOf('', {
    bundle: { entry: 'handler.py', handler: 'handler', files: [{ path: 'handler.py', content: CALLER }] },
  });

const forgerRequest = ({ path, ...more }: Partial<InvokeRequest>): InvokeRequest => requestTo(path, more);

function arenaOf(
  executor: ContainerExecutor,
  deployment: Deployment,
  caller: Deployment,
  stack: AsyncDisposableStack,
): Arena {
  return {
    deployment,
    evaluate: (script) => evaluate(deployment, script),
    invoke: invoker(executor),
    invokeTwice: twiceInvoker(executor),
    systemCall: systemCallIn(caller),
    play: playerOn((over) => executor.deploy(specOf('', over)), forgerRequest),
    forge: forgerOn((language) => executor.deploy(specOf('', forgerSpec(language))), forgerRequest, stack),
    answersEarly: true,
    tool: () => Promise.reject(new Error('An image has no tools of this machine.')),
    sites: sitesHere(),
  };
}

/** Runs every attack that applies to containers against those of one engine, as this process's user starts them. */
export async function runContainerAttacks(
  engine: EngineId,
  attacks = CONTAINER_ATTACKS,
): Promise<AttackRow[]> {
  process.env.CROSSOVER_TEST_SECRET = SECRET;
  await using executor = createContainerExecutor({ engine });
  await using stack = new AsyncDisposableStack();
  await using deployment = await executor.deploy(specOf(EVALUATOR, { memory: 512, timeout: 30_000 }));
  await using caller = await executor.deploy(callerSpec());
  return await runAll(attacks, arenaOf(executor, deployment, caller, stack));
}
