import { RUNTIME_NAMES, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { nodeRuntime } from './node-runtime.ts';
import { pythonRuntime } from './python.ts';

const RUNTIMES: Readonly<Record<WorkloadRuntime, () => Promise<{ version: string }>>> = {
  nodejs: nodeRuntime,
  python: pythonRuntime,
};

/** What runs a handler on both sides of this machine, e.g. "Python 3.11.2". @throws CrossoverError `runtime-missing` */
export async function runtimeTitle(runtime: WorkloadRuntime): Promise<string> {
  return `${RUNTIME_NAMES[runtime]} ${(await RUNTIMES[runtime]()).version}`;
}
