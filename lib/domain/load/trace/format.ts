import type { Ms } from '../../units.ts';
import type { BadRows } from './bad-rows.ts';
import type { Trace } from './trace.ts';
import type { TimeUnit } from './units.ts';

/** What a reader of a file may say where it cannot be told from the file, or was told wrongly. */
export interface TraceOptions {
  /** Column with the time: its header, or its number from 1 on. */
  timeColumn?: string;
  /** Column with the number of requests; with `/s`, `/min` or `/h` behind it their rate. Null: every row is a request. */
  countColumn?: string | null;
  /** Unit of numbers in the time column. */
  unit?: TimeUnit;
  /** Length of an interval of counts. */
  intervalMs?: Ms;
  /** Only rows of this function, by the text of its column (Azure formats: HashFunction, func). */
  functionId?: string;
}

/** The beginning of a file, from which it is told what it is. */
export interface TraceHead {
  header: readonly string[];
  /** The columns have no names of their own. */
  unnamed: boolean;
  delimiter: string;
  /** The first rows of data. */
  samples: readonly (readonly string[])[];
}

/** Takes the rows of one file, one after the other. `number` counts from 1, the header included. */
export interface RowReader {
  row(cells: readonly string[], number: number): void;
  /** Only when no row was bad. */
  finish(): Trace;
}

export interface TraceFormat {
  name: string;
  matches(header: readonly string[]): boolean;
  reader(head: TraceHead, options: TraceOptions, bad: BadRows): RowReader;
}

export const fewColumns = (wanted: number): string => `fewer than ${wanted} columns`;
