import type { Coupling } from './signals/signal.ts';

/** A sign of vendor coupling, where it was found. */
export interface LockInFinding extends Coupling {
  file: string;
  line: number;
  /** The source line, trimmed and bounded. */
  excerpt: string;
  signal: string;
}

export interface LockInAssessment {
  findings: readonly LockInFinding[];
  /** One row per dimension that was looked at, also those without findings. */
  dimensions: readonly { dimension: string; findings: number; effort: number }[];
  /** Signs that code is portable: web standards, adapters, open protocols. */
  portable: readonly { file: string; line: number; excerpt: string; signal: string }[];
  filesRead: number;
  /** Code that was not judged: in a language that is not read, or not to be parsed. Earlier reports lack it. */
  unread?: readonly string[];
  sentence: string;
}
