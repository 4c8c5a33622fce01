import {
  ENGINE_CHOICES,
  ENGINE_IDS,
  ENGINE_NAMES,
  type EngineChoice,
  type EngineId,
  type EngineInfo,
  engineCapabilities,
} from '#lib/domain/execution/engines.ts';
import { findDockers } from './docker/find.ts';
import type { ContainerEngine, Finding } from './engine.ts';
import { findRunc } from './runc/find.ts';

export const parseChoice = (text: string): EngineChoice =>
  ENGINE_CHOICES.find((choice) => choice === text) ?? 'auto';

async function findAll(wanted: readonly EngineId[]): Promise<Finding[]> {
  const apis = wanted.filter((id) => id !== 'runc');
  const [dockers, runcs] = await Promise.all([
    findDockers(apis),
    Promise.all(wanted.filter((id) => id === 'runc').map(findRunc)),
  ]);
  return [...dockers, ...runcs];
}

const leftOut = (id: EngineId, choice: EngineChoice): EngineInfo => ({
  ...{ id, title: ENGINE_NAMES[id], available: false, limits: [], excluded: true },
  detail: `Not looked for: Crossover was started with CROSSOVER_CONTAINER_ENGINE=${choice}.`,
  remedy: 'Start Crossover without it.',
});

/**
 * Looks for every engine of the choice; the first of `engines` is the one that `auto` uses. `infos` has all
 * there are, found or not; `capabilities` a line for each that was looked for, and the limits of the first.
 */
export async function findEngines(choice: EngineChoice) {
  const findings = await findAll(ENGINE_IDS.filter((id) => choice === 'auto' || id === choice));
  const engines: ContainerEngine[] = findings.flatMap(({ engine }) => (engine ? [engine] : []));
  const infos = ENGINE_IDS.map(
    (id) => findings.find(({ info }) => info.id === id)?.info ?? leftOut(id, choice),
  );
  return { engines, infos, capabilities: engineCapabilities(infos, choice) };
}
