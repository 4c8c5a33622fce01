import type { Problem } from '../errors.ts';
import type { CandidateId } from '../execution/candidate.ts';
import type { InstanceSnapshot, Invocation, Side } from '../execution/executor.ts';
import type { ExperimentState } from '../experiment/state.ts';
import type { LessonResult } from '../interactive/interactive.ts';

/** Live counts of one second of a run of one candidate; a second without requests is absent, not zero. */
export interface LiveSecond {
  candidate: CandidateId;
  /** Second of the measured time of that candidate, from 0 (pauses between blocks left out). */
  second: number;
  count: number;
  errors: number;
  cold: number;
  /** Of the good requests; null in a second without one. */
  p50: number | null;
  p95: number | null;
  max: number | null;
  /** Most environments or replicas alive in that second. */
  instances: number;
}

/** What the engine publishes on topic `experiment:<id>`. */
export type ExperimentEvent =
  | { kind: 'state'; state: ExperimentState; problem?: Problem }
  /** What is being done now, in words, and how far: `done` of `total` measured seconds of all candidates together. */
  | { kind: 'progress'; doing: string; done: number; total: number; secondsLeft: number | null }
  | { kind: 'seconds'; seconds: LiveSecond[] };

/** An environment or replica that had started before any request of a run. */
export interface ReadyInstance {
  instanceId: string;
  initMs: number;
}

/** What the engine publishes on topic `run:<id>` (playground invocations and lesson runs). */
export type InteractiveEvent =
  | { kind: 'doing'; text: string }
  /** `ready`: what stood ready by then, replicas above all, and how long the start of each had taken. */
  | {
      kind: 'deployed';
      side: Side;
      engine: string;
      codeBytes: number;
      buildMs: number;
      ready: readonly ReadyInstance[];
    }
  | {
      kind: 'invocation';
      side: Side;
      index: number;
      startedAtMs: number;
      endedAtMs: number;
      invocation: Invocation;
    }
  /** Number of live environments or replicas over time, for a picture beside a lesson. */
  | { kind: 'instances'; side: Side; atMs: number; count: number }
  | { kind: 'outcome'; result: LessonResult }
  | { kind: 'failed'; side: Side | null; problem: Problem }
  | { kind: 'done' };

/** What the engine publishes on topic `instances:<browser>`: the playground's live list of one browser. */
export type InstancesEvent = { kind: 'instances'; instances: InstanceSnapshot[]; engineNowMs: number };

export type LiveEvent = ExperimentEvent | InteractiveEvent | InstancesEvent;
