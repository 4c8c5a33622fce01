import type { Ms } from '../../units.ts';

/** Real traffic, from 0 on. Plain data: it passes between a worker and a page. */
export type Trace = InstantsTrace | CountsTrace;

interface Described {
  /** What the file was taken for. */
  format: string;
  /** How it was read, in words: units, what was sorted or added up. */
  notes: string[];
  requests: number;
  durationMs: Ms;
}

/** How a file was read, for whoever sends it: what it was taken for, then columns, units and what was sorted. */
export const readingWords = ({ format, notes }: Trace): string[] => [`Read as ${format}.`, ...notes];

/** Every request with its instant. */
export interface InstantsTrace extends Described {
  kind: 'instants';
  /** Ascending, the first is 0. */
  atMs: Float64Array<ArrayBuffer>;
  /** How long each took, where the file says so. */
  tookMs: Float64Array<ArrayBuffer> | null;
}

/** So many requests in each interval; where in it they came is not known. */
export interface CountsTrace extends Described {
  kind: 'counts';
  intervalMs: Ms;
  counts: Float64Array<ArrayBuffer>;
}
