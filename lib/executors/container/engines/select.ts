import type { Capability } from '#lib/domain/execution/executor.ts';
import { findDocker } from './docker/find.ts';
import type { ContainerEngine, Finding } from './engine.ts';
import { findRunc } from './runc/find.ts';

export const ENGINE_CHOICES = ['auto', 'runc', 'docker'] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];
export const parseChoice = (text: string): EngineChoice =>
  ENGINE_CHOICES.find((choice) => choice === text) ?? 'auto';

/** In the order in which `auto` takes them. */
const STRATEGIES: readonly { id: ContainerEngine['id']; find(): Promise<Finding> }[] = [
  { id: 'docker', find: () => findDocker() },
  { id: 'runc', find: findRunc },
];

/**
 * Looks for every engine of the choice; the first of `engines` is the one to use. `capabilities` has a line
 * for each engine, found or not, and the limits that the chosen one enforces.
 */
export async function findEngines(choice: EngineChoice) {
  const wanted = STRATEGIES.filter(({ id }) => choice === 'auto' || id === choice);
  const findings = await Promise.all(wanted.map(({ find }) => find()));
  const engines = findings.flatMap(({ engine }) => (engine ? [engine] : []));
  const lines = findings.map(({ engine, capability }) =>
    engine !== null && engine === engines[0]
      ? { ...capability, detail: `${capability.detail} Containers run with this one.` }
      : // An engine that is not there is no lack as long as another one is.
        ({
          ...capability,
          status: capability.status === 'missing' && engines.length > 0 ? 'degraded' : capability.status,
        } as Capability),
  );
  return { engines, capabilities: [...lines, ...(engines[0]?.capabilities() ?? [])] };
}
