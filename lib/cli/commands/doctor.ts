import { toProblem } from '#lib/domain/errors.ts';
import type { Capability } from '#lib/domain/execution/executor.ts';
import { describeThisMachine } from '#lib/engine/machine.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { connectDatabase } from '#lib/server/database/connect.ts';
import { readEnv } from '#lib/server/env.ts';
import { capabilityLines } from '../start/capability-lines.ts';
import { withTrials } from './trials.ts';

/** Exit code 1 when something is missing that a comparison needs. */
export async function doctor({ json }: { json?: boolean }): Promise<void> {
  await using functions = createFunctionExecutor({ prestarted: readEnv().CROSSOVER_PRESTARTED });
  await using containers = createContainerExecutor({ engine: readEnv().CROSSOVER_CONTAINER_ENGINE });
  const machine = await describeThisMachine([functions, containers]);
  const tried = await withTrials(machine.capabilities, { functions, containers });
  const capabilities = [...tried, await databaseLine()];
  if (json) console.log(JSON.stringify({ ...machine, capabilities }, null, 2));
  else {
    const python = machine.python ? `Python ${machine.python}` : 'no Python (workloads in Python cannot run)';
    console.log(`${machine.os}, kernel ${machine.kernel}, ${machine.arch}, Node ${machine.node}, ${python}`);
    console.log(`${machine.cpuModel}, ${machine.cpus} processors, ${machine.memoryMiB} MiB\n`);
    for (const line of capabilityLines(capabilities)) console.log(line);
  }
  if (capabilities.some(({ status }) => status === 'missing')) process.exitCode = 1;
}

async function databaseLine(): Promise<Capability> {
  const line = { id: 'database', side: 'machine', title: 'Postgres' } as const;
  try {
    const server = await connectDatabase();
    await server.stop();
    return { ...line, status: 'ok', detail: server.description, remedy: null };
  } catch (error) {
    const { message, remedy } = toProblem(error);
    return { ...line, status: 'missing', detail: message, remedy };
  }
}
