import {
  ENGINE_CHOICES,
  ENGINE_IDS,
  ENGINE_NAMES,
  type EngineChoice,
  type EngineId,
  type EngineInfo,
  engineCapabilities,
} from '#lib/domain/execution/engines.ts';
import type { Capability } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { within } from '../../host/within.ts';
import { DockerSearch } from './docker/find.ts';
import type { ContainerEngine, Finding } from './engine.ts';
import { findRunc } from './runc/find.ts';

export const parseChoice = (text: string): EngineChoice =>
  ENGINE_CHOICES.find((choice) => choice === text) ?? 'auto';

const leftOut = (id: EngineId, choice: EngineChoice): EngineInfo => ({
  ...{ id, title: ENGINE_NAMES[id], available: false, limits: [], excluded: true },
  detail: `Not looked for: Crossover was started with CROSSOVER_CONTAINER_ENGINE=${choice}.`,
  remedy: 'Start Crossover without it.',
});

/** What there is. */
export interface FoundEngines {
  /** The first is the one that `auto` uses. */
  engines: readonly ContainerEngine[];
  /** All there are, found or not. */
  infos: readonly EngineInfo[];
  /** A line for each that was looked for, and the limits of the first. */
  capabilities: readonly Capability[];
}

/** An answer so old is as good as a new one: a page with the list and the run it starts ask once. */
const FRESH: Ms = 2_000;
/** Whoever asks waits no longer for a new answer when there is an old one. */
const PATIENCE: Ms = 3_000;

/** A program that is there is not asked before every start whether it still is: no daemon, it hardly goes. */
const RUNC_FRESH: Ms = 60_000;

/**
 * Looks for every engine of the choice, anew whenever somebody asks: one that was started meanwhile is there, one
 * that has gone is not. An engine that stays is the same object in every answer.
 */
export class EngineSearch implements AsyncDisposable {
  readonly #choice: EngineChoice;
  readonly #wanted: readonly EngineId[];
  readonly #dockers: DockerSearch;
  readonly #fresh: Ms;
  #runc: Finding | null = null;
  #runcAsked: Ms = Number.NEGATIVE_INFINITY;
  #last: { at: Ms; found: FoundEngines } | null = null;
  #looking: Promise<FoundEngines> | null = null;

  constructor(choice: EngineChoice, { fresh = FRESH }: { fresh?: Ms } = {}) {
    this.#choice = choice;
    this.#wanted = ENGINE_IDS.filter((id) => choice === 'auto' || id === choice);
    this.#dockers = new DockerSearch(this.#wanted.filter((id) => id !== 'runc'));
    this.#fresh = fresh;
  }

  /** What is there now; what was there a moment ago when an engine takes long to say. */
  async now(): Promise<FoundEngines> {
    const last = this.#last;
    if (last && performance.now() - last.at < this.#fresh) return last.found;
    this.#looking ??= this.#look();
    if (last === null) return this.#looking;
    return within(this.#looking, PATIENCE, () => last.found);
  }

  /** Ends every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#looking?.catch(() => {});
    await this.#dockers[Symbol.asyncDispose]();
    await this.#runc?.engine?.[Symbol.asyncDispose]();
  }

  async #look(): Promise<FoundEngines> {
    try {
      const [dockers, runcs] = await Promise.all([this.#dockers.look(), this.#lookForRunc()]);
      const found = this.#found([...dockers, ...runcs]);
      this.#last = { at: performance.now(), found };
      return found;
    } finally {
      this.#looking = null;
    }
  }

  async #lookForRunc(): Promise<Finding[]> {
    if (!this.#wanted.includes('runc')) return [];
    const before = this.#runc;
    if (before?.engine && performance.now() - this.#runcAsked < RUNC_FRESH) return [before];
    const finding = await findRunc();
    this.#runcAsked = performance.now();
    const same = before?.engine && before.engine.title === finding.engine?.title;
    this.#runc = same ? { ...finding, engine: before.engine } : finding;
    return [this.#runc];
  }

  #found(findings: readonly Finding[]): FoundEngines {
    const infos = ENGINE_IDS.map(
      (id) => findings.find(({ info }) => info.id === id)?.info ?? leftOut(id, this.#choice),
    );
    return {
      engines: findings.flatMap(({ engine }) => (engine ? [engine] : [])),
      infos,
      capabilities: engineCapabilities(infos, this.#choice),
    };
  }
}
