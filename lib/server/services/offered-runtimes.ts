import { CrossoverError } from '#lib/domain/errors.ts';
import { RUNTIME_NAMES, runtimeOf, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { pythonMissing } from '#lib/domain/workload/runtime-missing.ts';
import { inRuntime, runtimesOf, runtimeWords, type Workload } from '#lib/domain/workload/workload.ts';
import { latestEngine } from '../repositories/engines.ts';
import { describeMachine } from './describe-machine.ts';

/**
 * The workload in a runtime that a sweep asks for; as it is where none is asked for.
 * @throws CrossoverError `runtime-not-offered`
 */
export function offered(workload: Workload, runtime: WorkloadRuntime | undefined): Workload {
  const found = runtime === undefined ? workload : inRuntime(workload, runtime);
  if (found !== null) return found;
  const name = RUNTIME_NAMES[runtime ?? 'nodejs'];
  throw new CrossoverError({
    code: 'runtime-not-offered',
    owner: 'yours',
    message: `${workload.name} brings no code in ${name}; it is written in ${runtimeWords(runtimesOf(workload))}.`,
    remedy: `Add a variant in ${name} that does the same work, or leave it out of the sweep.`,
  });
}

/**
 * Before anything is stored: what the engine's machine cannot run would fail in the middle of a sweep.
 * An engine that says nothing of it finds out itself, before it packages the code.
 * @throws CrossoverError `runtime-missing`
 */
export async function requireRuntimes(workloads: readonly Workload[]): Promise<void> {
  if (!workloads.some(({ code }) => runtimeOf(code) === 'python')) return;
  const engine = await latestEngine();
  if (engine?.machine.python !== null) return;
  // The engine looks anew, so that it knows of an installation by the next try.
  await describeMachine();
  throw pythonMissing();
}
