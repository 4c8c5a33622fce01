import type { Coupling } from './signals/signal.ts';

/** A line of the user's files. */
export interface Place {
  file: string;
  /** From 1. */
  line: number;
  /** The source line, trimmed and bounded. */
  excerpt: string;
}

/** A sign of vendor coupling, where it was found. */
export interface LockInFinding extends Coupling, Place {
  signal: string;
  /** Of the adapter: every place of the contract that Crossover itself demands, with the part of it seen there. */
  places?: readonly (Place & { part: string })[];
}

export interface LockInAssessment {
  findings: readonly LockInFinding[];
  /** One row per dimension that was looked at, also those without findings. `effort`: its hardest sign; 0 for none. */
  dimensions: readonly { dimension: string; findings: number; effort: number }[];
  /** Signs that code is portable: web standards, adapters, open protocols. */
  portable: readonly (Place & { signal: string })[];
  filesRead: number;
  /** Code that was not judged: in a language that is not read, or not to be parsed. Null: earlier reports do not say. */
  unread: readonly string[] | null;
  sentence: string;
}
