import type { Capability } from './capability.ts';
import { ENGINE_NAMES, type EngineChoice, type EngineId } from './engine-choice.ts';

export {
  ENGINE_CHOICES,
  ENGINE_IDS,
  ENGINE_NAMES,
  type EngineChoice,
  type EngineId,
} from './engine-choice.ts';

/** One engine as this machine has it, or why it does not. */
export interface EngineInfo {
  id: EngineId;
  /** With its version where it is there, e.g. `Docker 28.2`, `runc 1.1.5`; else its name. */
  title: string;
  available: boolean;
  /** Where it answers, or why it does not. */
  detail: string;
  /** What to do to have it; null when it is there. */
  remedy: string | null;
  /** What it enforces and what it cannot; empty when it is not there. */
  limits: readonly Capability[];
  /** Set when a setting keeps it from being looked for. */
  excluded?: true;
}

/** The engine that a choice comes to; null when it is not there. */
export const chosenEngine = (engines: readonly EngineInfo[], choice: EngineChoice): EngineInfo | null =>
  engines.find(({ id, available }) => available && (choice === 'auto' || id === choice)) ?? null;

/**
 * The lines of `doctor` and of a report: each engine that was looked for, then what the chosen one enforces.
 * An engine that is not there is no lack as long as the chosen one is.
 */
export function engineCapabilities(engines: readonly EngineInfo[], choice: EngineChoice): Capability[] {
  const chosen = chosenEngine(engines, choice);
  const lines = engines
    .filter(({ excluded }) => !excluded)
    .map(
      (engine): Capability => ({
        id: `engine-${engine.id}`,
        side: 'container',
        title: ENGINE_NAMES[engine.id],
        status: engine.available ? 'ok' : chosen === null ? 'missing' : 'degraded',
        detail: engine === chosen ? `${engine.detail} Containers run with this one.` : engine.detail,
        remedy: engine.remedy,
      }),
    );
  return [...lines, ...(chosen?.limits ?? [])];
}

const LIMIT_WORDS: Readonly<Record<string, string>> = {
  'container-memory': 'memory',
  'container-cpu': 'CPU',
  'container-pids': 'process',
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const limitsPhrase = (words: readonly string[]): string =>
  `${listed(words)} ${words.length === 1 ? 'limit' : 'limits'}`;

/** What an engine enforces and what it does not, in a sentence or two; empty when it is not there. */
export function limitsSentence({ limits }: EngineInfo): string {
  const counted = limits.flatMap(({ id, status }) => {
    const word = LIMIT_WORDS[id];
    return word === undefined ? [] : [{ word, enforced: status === 'ok' }];
  });
  const of = (enforced: boolean) =>
    counted.filter((one) => one.enforced === enforced).map(({ word }) => word);
  const [kept, lost] = [of(true), of(false)];
  // What stands beside the limits is told where it is less than everywhere else.
  const lacks = limits.filter(({ id, status }) => LIMIT_WORDS[id] === undefined && status !== 'ok');
  return [
    ...(kept.length > 0 ? [`Enforces the ${limitsPhrase(kept)}.`] : []),
    ...(lost.length > 0 ? [`Does not enforce the ${limitsPhrase(lost)}.`] : []),
    ...lacks.map(({ detail }) => detail),
  ].join(' ');
}
